;; A table that starts with more entries than any is given.
;;! check = "error"
;;! stderr = "too_many_table_entries.wat: 20000000 table entries are needed, 10000000 are supported"
(module (table 20000000 funcref) (func (export "_start")))
