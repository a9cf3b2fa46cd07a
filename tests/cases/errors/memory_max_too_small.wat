;; --memory-max below the memory's minimum.
;;! check = "error"
;;! args = ["--memory-max", "64KiB"]
;;! stderr = ["131072 bytes", "`--memory-max` 65536"]
(module (memory 2) (func (export "_start")))
