;; A null reference that must not be null.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: null reference", "0: _start ("]
(module (func (export "_start") (drop (ref.as_non_null (ref.null func)))))
