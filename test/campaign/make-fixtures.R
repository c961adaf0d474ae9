# Makes the fixtures of this folder again, with R's own programs: Rscript test/campaign/make-fixtures.R
# Needs Debian's r-base-core and r-cran-dbscan. Both files are the same on every run: the random numbers have a seed.
suppressMessages(library(dbscan))
folder <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
origin <- sprintf("%s, dbscan %s, by test/campaign/make-fixtures.R", R.version.string, packageVersion("dbscan"))

text <- function(value) paste0('"', value, '"')
list_of <- function(values) paste0("[", paste(values, collapse = ","), "]")
write_json <- function(name, key, entries) {
  body <- paste0('{\n  "origin": ', text(origin), ',\n  "', key, '": [\n    ', paste(entries, collapse = ",\n    "), "\n  ]\n}\n")
  cat(body, file = file.path(folder, name))
}

# Days on which each of n sources sent, as a 0/1 matrix. Made so that there are ties, or hardly any, or duplicates.
day_matrix <- function(kind, n, days) {
  density <- switch(kind, sparse = 0.05, few = 0.5, dense = 0.4, long = runif(1, 0.1, 0.5), copies = 0.3, campaigns = 0.2)
  x <- matrix(rbinom(n * days, 1, density), n)
  if (kind == "copies") x <- x[sample(max(2, n %/% 4), n, replace = TRUE), , drop = FALSE]
  if (kind == "campaigns") {
    x <- x[rep(seq_len(max(2, n %/% 7)), length.out = n), , drop = FALSE]
    x <- x * rbinom(length(x), 1, 0.95)
  }
  x
}

set.seed(20261129)
kinds <- c("sparse", "few", "dense", "long", "copies", "campaigns")
entries <- sapply(seq_len(50), function(i) {
  kind <- kinds[(i - 1) %% length(kinds) + 1]
  n <- if (kind == "long") sample(8:14, 1) else sample(8:60, 1)
  days <- switch(kind, few = sample(3:6, 1), long = 1500, sample(20:120, 1))
  neighbours <- if (i %% 5 == 0) 6 else 5
  x <- day_matrix(kind, n, days)
  # Heights of single linkage on mutual reachability are the weights of its minimum spanning tree; their squares are
  # whole numbers, because a Euclidean distance of 0/1 vectors is the root of a Hamming distance.
  squares <- sort(hdbscan(x, minPts = neighbours)$hc$height^2)
  stopifnot(length(squares) == n - 1, max(abs(squares - round(squares))) < 1e-9)
  rows <- apply(x, 1, function(row) list_of(which(row == 1) - 1))
  sprintf('{ "name": %s, "neighbours": %d, "daysOfSources": %s, "weights": %s }',
          text(paste(kind, i)), neighbours, list_of(rows), list_of(round(squares)))
})
write_json("mst-weights.json", "sets", entries)

number <- function(value) format(value, digits = 17, scientific = TRUE)
correlation <- function(name, x, y) {
  result <- cor.test(x, y)
  sprintf('{ "name": %s, "x": %s, "y": %s, "r": %s, "p": %s }',
          text(name), list_of(number(x)), list_of(number(y)), number(result$estimate), number(result$p.value))
}
size <- round(rexp(250, 1 / 8)) + 5
write_json("correlations.json", "pairs", c(
  correlation("three points", c(1, 2, 4), c(3, 1, 2)),
  correlation("four points, nearly on a line", c(1, 2, 3, 4), c(2.01, 3.98, 6.02, 7.99)),
  correlation("250 campaigns, size and packets per source", size, rlnorm(250, 9, 2) / size),
  correlation("250 campaigns, size and rate", size, rlnorm(250, 5, 1)),
  correlation("years and packets per source", sample(2016:2020, 120, replace = TRUE), rlnorm(120, 8, 1)),
  correlation("a falling trend", 1:40, 100 - 2 * (1:40) + rnorm(40, 0, 30)),
  correlation("hardly any relation", rnorm(1000), rnorm(1000)),
  correlation("a very small p", 1:300, (1:300)^2 + rnorm(300, 0, 500)),
  correlation("large offset", 1e9 + rnorm(50), 1e9 + rnorm(50)),
  correlation("ties in both", sample(1:3, 60, replace = TRUE), sample(1:2, 60, replace = TRUE))
))
