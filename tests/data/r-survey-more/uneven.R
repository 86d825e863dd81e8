# What is uneven: strata of one to 150 members of which one is answered in full, missing answers,
# combinations nobody gave, domains in few strata, shares of 0 and 1, weights of the respondents'
# own, and known totals met from all of these. Run in this folder: Rscript uneven.R > uneven.json
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", warn = -1)
u <- read.csv("uneven_respondents.csv", na.strings = "", colClasses = c(yes = "character", few = "character", all = "character", none = "character"))
register <- read.csv("uneven_register.csv")
sizes <- table(register$stratum)
u$N <- as.numeric(sizes[u$stratum]); u$all_N <- nrow(register)
# The stratum D, of one member, merged with C.
u$merged <- ifelse(u$stratum == "D", "C", u$stratum)
u$merged_N <- ifelse(u$merged == "C", sizes["C"] + sizes["D"], u$N)
for (closed in c("yes", "few", "five", "three", "domain", "m1", "m2", "m3")) u[[closed]] <- factor(u[[closed]])
# Differences by hand: R has no covariances of domains of a calibrated design, or with gaps.
u$here <- +(u$domain == "d1"); u$here_yes <- u$here * (u$yes == "1")
u$there <- +(u$domain == "d2"); u$there_yes <- u$there * (u$yes == "1")
u$x_there <- +(!is.na(u$x) & u$m3 == "u"); u$x_known <- ifelse(u$x_there, u$x, 0)
u$y_there <- +(!is.na(u$x) & u$m3 == "v"); u$y_known <- ifelse(u$y_there, u$x, 0)
m <- function(...) { found <- as.data.frame(table(register[c(...)])); names(found) <- c(..., "Freq"); found }
exactly <- list(maxit = 1000, epsilon = 1e-10)

uS <- svydesign(id = ~1, fpc = ~all_N, data = u)
uF <- svydesign(id = ~1, strata = ~stratum, fpc = ~N, data = u)
uW <- svydesign(id = ~1, weights = ~w, data = u)
uWS <- svydesign(id = ~1, strata = ~merged, weights = ~w, data = u)
uWF <- svydesign(id = ~1, strata = ~merged, weights = ~w, fpc = ~merged_N, data = u)
uP <- postStratify(uF, ~m1, m("m1"))
uPX <- postStratify(uF, ~m1+m3, m("m1", "m3"))
uR2 <- rake(uF, list(~m1, ~m2), list(m("m1"), m("m2")), control = exactly)
uR3 <- rake(uF, list(~m1, ~m2, ~m3), list(m("m1"), m("m2"), m("m3")), control = exactly)
uRX <- rake(uS, list(~m1+m3, ~stratum), list(m("m1", "m3"), m("stratum")), control = exactly)
# The same by R's other road, which leaves other residuals where the weights to begin with differ.
raked <- function(design, columns) calibrate(design, lapply(columns, reformulate), lapply(columns, m), calfun = "raking", epsilon = 1e-13, maxit = 1000)
uK2 <- raked(uF, c("m1", "m2"))
uK3 <- raked(uF, c("m1", "m2", "m3"))
uWK <- raked(uWS, c("m1", "m2"))
uC <- calibrate(uF, ~m1+m2+m3, colSums(model.matrix(~m1+m2+m3, register)))
uWP <- postStratify(uWF, ~m2, m("m2"))
uWR <- rake(uWS, list(~m1, ~m2), list(m("m1"), m("m2")), control = exactly)
uWC <- calibrate(uWF, ~m1+m2, colSums(model.matrix(~m1+m2, register)))

number <- function(x) if (is.null(x)) "null" else {
  text <- ifelse(is.finite(x), sprintf("%.15g", x), "null")
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}
rows <- function(x) paste0("[", paste(apply(x, 1, function(r) number(as.numeric(r))), collapse = ", "), "]")
object <- function(parts) paste0("{", paste0('"', names(parts), '": ', parts, collapse = ", "), "}")
value <- function(x) {
  if (inherits(x, "htest")) return(object(c(statistic = number(as.numeric(x$statistic)), parameter = number(as.numeric(x$parameter)), p = number(as.numeric(x$p.value)))))
  if (inherits(x, "svyciprop")) return(object(c(est = number(as.numeric(coef(x))), se = number(as.numeric(SE(x))), ci = number(as.numeric(confint(x))))))
  if (inherits(x, c("svyby", "svystat", "svyratio"))) {
    found <- c(est = number(as.numeric(coef(x))), se = number(as.numeric(as.matrix(SE(x)))))
    covariances <- if (inherits(x, "svyby")) attr(x, "var") else if (inherits(x, "svystat")) vcov(x)
    if (!is.null(covariances) && length(coef(x)) > 1) found <- c(found, vcov = rows(as.matrix(covariances)))
    d <- attr(x, "deff"); if (!is.null(d)) found <- c(found, deff = number(if (is.matrix(d)) as.numeric(diag(d)) else as.numeric(d)))
    return(object(found))
  }
  if (inherits(x, "svrepstat")) return(object(c(est = number(as.numeric(coef(x))), se = number(as.numeric(SE(x))))))
  if (is.matrix(x)) rows(x) else number(as.numeric(x))
}

methods <- c("logit", "beta", "mean", "xlogit", "asin")
ciprop <- function(prefix, formula, data, more = "") setNames(sprintf("svyciprop(%s,%s,method='%s'%s)", formula, data, methods, more), paste0(prefix, ".", methods))
tests <- function(prefix, formula, data = "D") { s <- c("F", "Chisq", "Wald", "adjWald"); setNames(sprintf("svychisq(%s,%s,statistic='%s')", formula, data, s), paste0(prefix, ".", s)) }
calls <- c(
  yes = "svymean(~yes,D,deff=TRUE)", yes.replace = "svymean(~yes,D,deff='replace')",
  five = "svymean(~five,D,na.rm=TRUE,deff=TRUE)", five.replace = "svymean(~five,D,na.rm=TRUE,deff='replace')",
  x = "svymean(~x,D,na.rm=TRUE,deff=TRUE)", few = "svymean(~few,D)",
  total.x = "svytotal(~x,D,na.rm=TRUE,deff=TRUE)", total.x.replace = "svytotal(~x,D,na.rm=TRUE,deff='replace')",
  total.five = "svytotal(~five,D,na.rm=TRUE)", total.yes = "svytotal(~yes,D,deff=TRUE)",
  total.m2 = "svytotal(~m2,D)", total.d4 = "svytotal(~x,subset(D,domain=='d4'),na.rm=TRUE)",
  ratio = "svyratio(~y,~x,D,na.rm=TRUE)", ratio.d3 = "svyratio(~y,~x,subset(D,domain=='d3'),na.rm=TRUE)",
  ratio.m3 = "svyby(~y,~m3,denominator=~x,D,svyratio,na.rm=TRUE,covmat=TRUE)",
  by.yes = "svyby(~yes,~domain,D,svymean,covmat=TRUE)", by.five = "svyby(~five,~m3,D,svymean,na.rm=TRUE,covmat=TRUE)",
  by.x = "svyby(~x,~m2,D,svymean,na.rm=TRUE,covmat=TRUE)", by.two = "svyby(~yes,~m1+m3,D,svymean,covmat=TRUE)",
  by.total = "svyby(~x,~domain,D,svytotal,na.rm=TRUE,covmat=TRUE)", by.total.five = "svyby(~five,~m1,D,svytotal,na.rm=TRUE,covmat=TRUE)",
  less = "svycontrast(svyby(~I(yes=='1'),~domain,D,svymean,covmat=TRUE),c(0,0,0,0,0,1,-1,0,0,0))",
  less.calibrated = "svycontrast(svytotal(~here_yes+here+there_yes+there,D),quote(here_yes/here-there_yes/there))",
  less.x = "svycontrast(svytotal(~x_known+x_there+y_known+y_there,D),quote(x_known/x_there-y_known/y_there))",
  less.option = "svycontrast(svymean(~five,D,na.rm=TRUE),c(1,-1,0,0,0))",
  d3.yes = "svymean(~yes,subset(D,domain=='d3'),deff=TRUE)", d3.x = "svymean(~x,subset(D,domain=='d3'),na.rm=TRUE,deff='replace')",
  d4.yes = "svymean(~I(yes=='1'),subset(D,domain=='d4'))", d4.x = "svymean(~x,subset(D,domain=='d4'),na.rm=TRUE)",
  ciprop("ci.yes", "~I(yes=='1')", "D"), ciprop("ci.few", "~I(few=='1')", "D"),
  ciprop("ci90.yes", "~I(yes=='1')", "D", ",level=0.9"), ciprop("ci99.few", "~I(few=='1')", "D", ",level=0.99"),
  ciprop("ci.d1", "~I(yes=='1')", "subset(D,domain=='d1')"), ciprop("ci.d3", "~I(yes=='1')", "subset(D,domain=='d3')"),
  ciprop("ci.known", "~I(five %in% 'k2')", "subset(D,!is.na(five))"),
  ciprop("ci.all", "~I(all=='1')", "D")[3], ciprop("ci.none", "~I(none=='1')", "D")[3],
  confint.x = "confint(svymean(~x,D,na.rm=TRUE),df=degf(subset(D,!is.na(x))))", confint90.total = "confint(svytotal(~x,D,na.rm=TRUE),level=0.9,df=degf(subset(D,!is.na(x))))",
  confint.m3 = "confint(svyby(~y,~m3,D,svymean,na.rm=TRUE))",
  degf = "degf(D)", degf.d3 = "degf(subset(D,domain=='d3'))",
  tests("chisq.m1", "~yes+m1"), tests("chisq.m2", "~m2+yes"), tests("chisq.missing", "~five+m1"),
  tests("chisq.zero", "~five+three"), tests("chisq.lone", "~yes+domain"),
  tests("chisq.part", "~yes+m1", "subset(D,domain!='d4')"), tests("chisq.part.missing", "~three+yes", "subset(D,domain!='d4')"),
  table = "svytable(~five+three,D)", weights = "weights(D)")

found <- c()
for (design in c("uS", "uF", "uW", "uWS", "uWF", "uP", "uPX", "uR2", "uR3", "uRX", "uK2", "uK3", "uC", "uWP", "uWR", "uWK", "uWC")) for (statistic in names(calls)) {
  call <- gsub("\\bD\\b", design, calls[[statistic]])
  result <- try(eval(parse(text = call)), silent = TRUE)
  if (inherits(result, "try-error") && grepl("^svyby", call)) {
    call <- sub(",covmat=TRUE", "", call)
    result <- try(eval(parse(text = call)), silent = TRUE)
  }
  if (inherits(result, "try-error")) { message(design, ".", statistic, ": ", conditionMessage(attr(result, "condition"))); next }
  found <- c(found, sprintf('  {"id": "%s.%s", "cmd": "%s", "value": %s}', design, statistic, call, value(result)))
}
# Two surveys made apart: what changed from one to the other.
former <- transform(subset(u, domain != "d1"), when = "1", stratum = paste0("before ", stratum))
both <- rbind(former, transform(u, when = "2"))
two <- svydesign(id = ~1, strata = ~stratum, weights = ~w, data = subset(both, !grepl("D$|E$", stratum)))
add <- function(id, call) found <<- c(found, sprintf('  {"id": "%s", "cmd": "%s", "value": %s}', id, call, value(eval(parse(text = call)))))
add("two.by", "svyby(~yes,~when,two,svymean,covmat=TRUE)")
add("two.change", "svycontrast(svyby(~I(yes=='1'),~when,two,svymean,covmat=TRUE),c(0,0,-1,1))")
add("two.x", "svycontrast(svyby(~x,~when,subset(two,!is.na(x)),svymean,covmat=TRUE),c(-1,1))")
cat('{"meta": {"R": "', R.version$major, ".", R.version$minor, '", "survey": "', as.character(packageVersion("survey")), '"},\n"tests": [\n', sep = "")
cat(found, sep = ",\n")
cat("\n]}\n")
