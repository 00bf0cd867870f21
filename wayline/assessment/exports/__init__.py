"""Results for other programs: CSV, XLSX and SPSS, each with its codebook. Plain Python but for the words."""
