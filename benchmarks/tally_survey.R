# Shares and standard errors with R's survey, for benchmarks.tally.
# Arguments: file of bytes, respondents, file of sizes (JSON), files to write shares and counts to.
# Reading is not timed.
suppressMessages(library(survey))
arguments <- commandArgs(TRUE)
n <- as.integer(arguments[2])
input <- file(arguments[1], "rb")
column <- function() readBin(input, "integer", n, size = 1)
data <- data.frame(stratum = column(), domain = column())
for (q in 0:29) {
  value <- column()
  data[[paste0("q", q)]] <- factor(ifelse(value == 0, NA, paste0("o", value - 1)))
}
close(input)
pairs <- regmatches(readLines(arguments[3], warn = FALSE), gregexpr("[0-9]+", readLines(arguments[3], warn = FALSE)))[[1]]
sizes <- as.numeric(pairs[c(FALSE, TRUE)])
data$size <- sizes[data$stratum]

begun <- proc.time()
design <- svydesign(ids = ~1, strata = ~stratum, fpc = ~size, data = data)
found <- lapply(0:29, function(q) {
  svyby(as.formula(paste0("~q", q)), ~domain, design, svymean, na.rm = TRUE)
})
spent <- proc.time() - begun
status <- readLines("/proc/self/status")
peak <- as.numeric(gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE))) / 1024

rows <- list()
for (q in 0:29) {
  by <- found[[q + 1]]
  k <- (ncol(by) - 1) / 2
  for (o in seq_len(k)) {
    rows[[length(rows) + 1]] <- sprintf("q%d,d%d,o%d,%.17g,%.17g", q, by$domain - 1, o - 1, by[[1 + o]], by[[1 + k + o]])
  }
}
writeLines(unlist(rows), arguments[4])
counts <- lapply(0:29, function(q) {
  value <- data[[paste0("q", q)]]
  cells <- as.data.frame(table(data$stratum - 1, data$domain - 1, value, useNA = "ifany"))
  cells <- cells[cells$Freq > 0, ]
  option <- ifelse(is.na(cells$value), "", as.character(cells$value))
  sprintf("q%d,s%s,d%s,%s,%d", q, cells$Var1, cells$Var2, option, cells$Freq)
})
writeLines(unlist(counts), arguments[5])
cat(spent[["user.self"]] + spent[["sys.self"]], spent[["elapsed"]], peak, "\n")
