# Cluster and two-stage samples, replicate weights and quantiles: Rscript drawn_together.R > drawn_together.json
suppressMessages(library(survey)); data(api); data(scd)
set.seed(18)
keep <- c("dnum", "snum", "stype", "awards", "api00", "enroll", "api.stu", "ell", "fpc1", "fpc2")
one <- apiclus1; one$w <- 33.847; one$fpc1 <- 757; one$fpc2 <- NA
two <- apiclus2
put <- function(data, name) write.csv(data, paste0(name, ".csv"), row.names = FALSE, quote = FALSE, na = "")
put(one[, keep], "apiclus1"); put(two[, keep], "apiclus2")
dclus1 <- svydesign(id = ~dnum, fpc = ~fpc1, data = one)
dclus1r <- svydesign(id = ~dnum, weights = ~w, data = one) # drawn with replacement
dclus2 <- svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = two)
dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
dsrs <- svydesign(id = ~1, fpc = ~fpc, data = apisrs)
pop.types <- data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))
dclus1p <- postStratify(dclus1, ~stype, pop.types)
dclus1g <- calibrate(dclus1, ~stype, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018))
dclus2g <- calibrate(dclus2, ~stype, c(`(Intercept)` = 6194, stypeH = 755, stypeM = 1018))
weigh <- function(design, name) {
  w <- weights(design, "analysis"); colnames(w) <- paste0("r", seq_len(ncol(w)))
  data <- cbind(design$variables[, intersect(keep[1:8], names(design$variables))], w0 = weights(design, "sampling"), w)
  write.csv(format(data, digits = 17, trim = TRUE), paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
}
jk1 <- as.svrepdesign(dclus1, type = "JK1"); jkn <- as.svrepdesign(dstrat, type = "JKn")
boot <- as.svrepdesign(dclus1r, type = "subbootstrap", replicates = 40)
scd$y <- scd$alive / scd$arrests; scd$stype <- scd$ESA; scd$w <- 1
dscd <- svydesign(id = ~ambulance, strata = ~ESA, weights = ~w, data = scd, nest = TRUE)
brr <- as.svrepdesign(dscd, type = "BRR"); fay <- as.svrepdesign(dscd, type = "Fay", fay.rho = 0.3)
for (name in c("jk1", "boot")) weigh(get(name), name)
scdout <- function(d, name) { w <- weights(d, "analysis"); colnames(w) <- paste0("r", seq_len(ncol(w)))
  write.csv(format(cbind(scd[, c("ESA", "ambulance", "arrests", "alive")], w0 = scd$w, w), digits = 17, trim = TRUE), paste0(name, ".csv"), row.names = FALSE, quote = FALSE) }
scdout(brr, "brr"); scdout(fay, "fay")
text <- function(x) { x <- as.numeric(x); if (length(x) == 1) if (is.finite(x)) format(x, digits = 15) else "null" else paste0("[", paste(sapply(x, text), collapse = ", "), "]") }
found <- c()
add <- function(id, call, value) found <<- c(found, sprintf('  {"id": "%s", "cmd": "%s", "value": {%s}}', id, gsub('"', "'", call), paste(sprintf('"%s": %s', names(value), sapply(value, text)), collapse = ", ")))
stat <- function(id, call, ci = FALSE) { r <- eval(parse(text = call)); add(id, call, list(est = coef(r), se = SE(r))) }
prop <- function(id, call) { r <- eval(parse(text = call)); add(id, call, list(est = coef(r), se = sqrt(attr(r, "var")), ci = attr(r, "ci"))) }
quant <- function(id, call) { r <- eval(parse(text = call))[[1]]; add(id, call, list(est = r[, 1], low = r[, 2], high = r[, 3])) }
test <- function(id, call) { r <- eval(parse(text = call)); add(id, call, list(statistic = r$statistic, parameter = r$parameter, p = r$p.value)) }
q <- function(call, d) gsub("\\bD\\b", d, call)
for (d in c("dclus1", "dclus1r", "dclus2", "dclus1p", "dclus1g", "dclus2g", "jk1", "jkn", "boot")) {
  stat(paste0(d, ".mean"), q("svymean(~api00,D)", d)); stat(paste0(d, ".stype"), q("svymean(~stype,D)", d))
  stat(paste0(d, ".total"), q("svytotal(~enroll,D,na.rm=TRUE)", d)); stat(paste0(d, ".ratio"), q("svyratio(~api.stu,~enroll,D,na.rm=TRUE)", d))
  stat(paste0(d, ".by"), q("svyby(~api00,~stype,D,svymean)", d)); add(paste0(d, ".degf"), "degf", list(value = degf(get(d))))
  if (d %in% c("dclus1", "dclus1r", "dclus2")) add(paste0(d, ".deff"), "deff", list(value = deff(svymean(~api00, get(d), deff = TRUE))))
  # Of replicates R makes the log-odds anew each time; xlogit takes the variance of the share.
  logit <- if (d %in% c("jk1", "jkn", "boot")) "xlogit" else "logit"
  prop(paste0(d, ".", logit), q(sprintf("svyciprop(~I(awards=='Yes'),D,method='%s')", logit), d)); prop(paste0(d, ".beta"), q("svyciprop(~I(awards=='Yes'),D,method='beta')", d))
  if (!d %in% c("dclus1p", "dclus1g", "dclus2g")) test(paste0(d, ".chisq"), q("svychisq(~awards+stype,D,statistic='F')", d))
  quant(paste0(d, ".quantiles"), q("svyquantile(~api00,D,c(0.25,0.5,0.75))", d))
  # Of replicates R 4.1-1 takes type mean, whatever it is asked for.
  if (!d %in% c("jk1", "jkn", "boot")) quant(paste0(d, ".quantilesbeta"), q("svyquantile(~api00,D,c(0.25,0.5,0.75),interval.type='beta')", d))
}
for (d in c("dsrs", "dstrat")) { quant(paste0(d, ".quantiles"), q("svyquantile(~api00,D,c(0.25,0.5,0.75))", d)); quant(paste0(d, ".quantilesbeta"), q("svyquantile(~enroll,D,c(0.113,0.521,0.933),na.rm=TRUE,interval.type='beta')", d))
  quant(paste0(d, ".quantilesxlogit"), q("svyquantile(~api00,D,c(0.25,0.5,0.75),interval.type='xlogit')", d)); quant(paste0(d, ".quantilesdomain"), q("svyquantile(~api00,subset(D,awards=='Yes'),c(0.26,0.52,0.77))", d)) }
for (d in c("brr", "fay")) { stat(paste0(d, ".ratio"), q("svyratio(~alive,~arrests,D)", d)); stat(paste0(d, ".mean"), q("svymean(~arrests,D)", d)); stat(paste0(d, ".total"), q("svytotal(~alive,D)", d)) }
add("jkn.scales", "jkn$rscales", list(value = jkn$rscales * jkn$scale)); add("jk1.scale", "jk1$scale", list(value = jk1$scale * jk1$rscales))
cat('{"meta": {"R": "', R.version$major, ".", R.version$minor, '", "survey": "', as.character(packageVersion("survey")), '"},\n"tests": [\n', sep = ""); cat(found, sep = ",\n"); cat("\n]}\n")
