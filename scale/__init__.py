"""Past one machine: Apache Spark counts, the store serves.

Counted rows are written as Parquet by day (`rows`), what is to be counted of them as statements of Spark's SQL
(`plan`, `spark_sql`); a program that needs nothing but Spark runs these (`job`); and the sums come into the
store in one transaction (`sums`). What a rollup counts is said once, by the catalogue.
"""
