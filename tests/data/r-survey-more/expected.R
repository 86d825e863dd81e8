# Results of R's survey package for every covered statistic on every design, beyond those of
# ../r-survey/expected.json. Run in this folder: Rscript expected.R > expected.json
suppressPackageStartupMessages(library(survey))
options(survey.lonely.psu = "fail", warn = -1)
read <- function(name) read.csv(file.path("..", "r-survey", paste0(name, ".csv")))
apisrs <- read("apisrs"); apistrat <- read("apistrat")
m <- read("member_respondents"); register <- read("member_register")
m$q2f <- factor(m$q2)
freq <- function(column) setNames(as.data.frame(table(register[[column]])), c(column, "Freq"))
dsrs <- svydesign(id = ~1, fpc = ~fpc, data = apisrs)
dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
dstratnofpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat)
pop.types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
pop.sw <- data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))
exactly <- list(maxit = 1000, epsilon = 1e-10)
dsrsp <- postStratify(dsrs, ~stype, pop.types)
dsrsr <- rake(dsrs, list(~stype, ~sch.wide), list(pop.types, pop.sw), control = exactly)
mA <- svydesign(id = ~1, strata = ~type, fpc = ~N_type, data = m)
mB <- svydesign(id = ~1, strata = ~ts, fpc = ~N_ts, data = m)
mS <- svydesign(id = ~1, fpc = ~N_total, data = m)
mP <- postStratify(mS, ~type, freq("type"))
mR <- rake(mS, list(~type, ~size, ~county), lapply(c("type", "size", "county"), freq), control = exactly)
popc <- c("(Intercept)" = 6194, stypeH = 755, stypeM = 1018, sch.wideYes = 5122)
dsrsc <- calibrate(dsrs, ~stype + sch.wide, popc)
mC <- calibrate(mS, ~type + size + county, colSums(model.matrix(~type + size + county, register)))

number <- function(x) if (is.null(x)) "null" else {
  text <- ifelse(is.finite(x), sprintf("%.15g", x), "null")
  if (length(x) == 1) text else paste0("[", paste(text, collapse = ", "), "]")
}
rows <- function(x) paste0("[", paste(apply(x, 1, function(r) paste0("[", paste(sprintf("%.15g", r), collapse = ", "), "]")), collapse = ", "), "]")
object <- function(...) { parts <- c(...); paste0("{", paste0('"', names(parts), '": ', parts, collapse = ", "), "}") }
value <- function(x) {
  if (inherits(x, "svyby")) {
    ses <- SE(x); if (is.null(dim(ses))) ses <- matrix(ses)
    found <- c(est = number(as.numeric(coef(x))), se = number(as.numeric(as.matrix(ses))))
    covariances <- attr(x, "var")
    return(object(found, if (!is.null(covariances)) c(vcov = rows(as.matrix(covariances)))))
  }
  if (inherits(x, "htest")) return(object(statistic = number(as.numeric(x$statistic)), parameter = number(as.numeric(x$parameter)), p = number(as.numeric(x$p.value))))
  if (inherits(x, "svyciprop")) return(object(est = number(as.numeric(coef(x))), se = number(as.numeric(SE(x))), ci = number(as.numeric(confint(x)))))
  if (inherits(x, "svyratio")) return(object(est = number(as.numeric(coef(x))), se = number(as.numeric(SE(x))), ci = rows(confint(x))))
  if (inherits(x, "svystat")) {
    d <- attr(x, "deff"); if (!is.null(d)) d <- as.numeric(deff(x))[1]
    return(object(est = number(as.numeric(coef(x))), se = number(as.numeric(SE(x))), vcov = rows(as.matrix(vcov(x))), deff = number(d)))
  }
  number(as.numeric(x))
}

methods <- c("logit", "beta", "mean", "xlogit", "asin")
ciprop <- function(prefix, formula, data) setNames(sprintf("svyciprop(%s,%s,method='%s')", formula, data, methods), paste0(prefix, ".", methods))
schools <- c(
  mean.api00 = "svymean(~api00,D,deff=TRUE)", mean.api00.deffrep = "svymean(~api00,D,deff='replace')",
  mean.stype = "svymean(~stype,D,deff=TRUE)", share.schwide = "svymean(~I(sch.wide=='Yes'),D,deff=TRUE)",
  share.awards = "svymean(~awards,D,deff='replace')", total.enroll = "svytotal(~enroll,D,na.rm=TRUE)",
  total.stype = "svytotal(~stype,D)",
  by.total.enroll = "svyby(~enroll,~stype,D,svytotal,na.rm=TRUE,covmat=TRUE)",
  ratio = "svyratio(~api.stu,~enroll,D,na.rm=TRUE)",
  by.ratio = "svyby(~api.stu,by=~stype,denominator=~enroll,D,svyratio,covmat=TRUE)",
  domain.enroll = "svymean(~enroll,subset(D,comp.imp=='Yes'),na.rm=TRUE)",
  by.stype.api00 = "svyby(~api00,~stype,D,svymean,covmat=TRUE)",
  by.stype.swshare = "svyby(~sch.wide,~stype,D,svymean,covmat=TRUE)",
  by.awards.share = "svyby(~I(sch.wide=='Yes'),~awards,D,svymean,covmat=TRUE)",
  by.compimp.awards = "svyby(~I(awards=='Yes'),~comp.imp,D,svymean,covmat=TRUE)",
  ciprop("ciprop.schwide", "~I(sch.wide=='Yes')", "D"), ciprop("ciprop.emerlow", "~I(ell==0)", "D"),
  chisq1.F = "svychisq(~sch.wide+stype,D,statistic='F')", chisq1.Chisq = "svychisq(~sch.wide+stype,D,statistic='Chisq')",
  chisq2.F = "svychisq(~awards+stype,D,statistic='F')", chisq2.Chisq = "svychisq(~awards+stype,D,statistic='Chisq')",
  chisq3.F = "svychisq(~awards+comp.imp,D,statistic='F')", chisq3.Chisq = "svychisq(~awards+comp.imp,D,statistic='Chisq')",
  chisq1.Wald = "svychisq(~sch.wide+stype,D,statistic='Wald')", chisq1.adjWald = "svychisq(~sch.wide+stype,D,statistic='adjWald')",
  chisq2.Wald = "svychisq(~awards+stype,D,statistic='Wald')", chisq2.adjWald = "svychisq(~awards+stype,D,statistic='adjWald')",
  degf = "degf(D)", table = "as.numeric(svytable(~sch.wide+stype,D))")
members <- c(
  q1 = "svymean(~q1,D,deff=TRUE)", q2 = "svymean(~q2f,D,na.rm=TRUE)",
  q2mean = "svymean(~q2,D,na.rm=TRUE)",
  q1.total = "svytotal(~q1,D)",
  q1.by.size = "svyby(~I(q1=='yes'),~size,D,svymean,covmat=TRUE)",
  q1.by.type = "svyby(~I(q1=='yes'),~type,D,svymean,covmat=TRUE)",
  q1.by.county = "svyby(~I(q1=='yes'),~county,D,svymean,covmat=TRUE)",
  q2mean.by.county = "svyby(~q2,~county,D,svymean,na.rm=TRUE,covmat=TRUE)",
  staff.total = "svytotal(~staff,D)", staff.by.county = "svyby(~staff,~county,D,svytotal,covmat=TRUE)",
  ratio = "svyratio(~I(staff*(q1=='yes')),~staff,D)",
  ciprop("q1.ci", "~I(q1=='yes')", "D"), ciprop("q3.ci", "~I(q3=='yes')", "D"),
  ciprop("q1L.ci", "~I(q1=='yes')", "subset(D,size=='L')"),
  ciprop("q3C02.ci", "~I(q3=='yes')", "subset(D,county=='C02')"),
  chisq = "svychisq(~q1+size,D,statistic='F')", chisqC = "svychisq(~q1+size,D,statistic='Chisq')",
  chisqW = "svychisq(~q1+size,D,statistic='Wald')", chisqA = "svychisq(~q1+size,D,statistic='adjWald')",
  chisqq3 = "svychisq(~q1+q3,D,statistic='F')", chisqcounty = "svychisq(~q1+county,D,statistic='F')",
  chisqcountyC = "svychisq(~q1+county,D,statistic='Chisq')", degf = "degf(D)")
# The same with a register that one has all of: a stratum with one respondent of one is certain.
certain <- data.frame(g = c("a", "a", "a", "a", "b", "b", "b", "c"), size = c(9, 9, 9, 9, 6, 6, 6, 1), y = c(1, 0, 1, 1, 0, 0, 1, 1), x = c(4, 2, 7, 5, 3, 3, 8, 12))
dlone <- svydesign(id = ~1, strata = ~g, fpc = ~size, data = certain)
lone <- c(mean.x = "svymean(~x,D)", mean.y = "svymean(~y,D)", total.x = "svytotal(~x,D)", by.g = "svyby(~x,~g,D,svymean,covmat=TRUE)")

found <- c()
add <- function(designs, calls) for (design in designs) for (statistic in names(calls)) {
  call <- gsub("\\bD\\b", design, calls[[statistic]])
  result <- try(eval(parse(text = call)), silent = TRUE)
  if (inherits(result, "try-error")) { # with calibrated weights or gaps svyby has no covariances
    call <- sub(",covmat=TRUE", "", call)
    result <- try(eval(parse(text = call)), silent = TRUE)
  }
  if (inherits(result, "try-error")) { message(design, ".", statistic, ": ", conditionMessage(attr(result, "condition"))); next }
  found <<- c(found, sprintf('  {"id": "%s.%s", "cmd": "%s", "value": %s}', design, statistic, call, value(result)))
}
add(c("dsrs", "dstrat", "dstratnofpc", "dsrsp", "dsrsr", "dsrsc"), schools)
add(c("mA", "mB", "mP", "mR", "mC"), members)
add("dlone", lone)
add(c("mC", "mR"), c(weights = "weights(D)"))
cat('{"meta": {"R": "', R.version$major, ".", R.version$minor, '", "survey": "', as.character(packageVersion("survey")), '"},\n"tests": [\n', sep = "")
cat(found, sep = ",\n")
cat("\n]}\n")
