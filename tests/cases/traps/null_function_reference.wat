;; A call through a null reference.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: null function reference", "0: _start ("]
(module
  (type $nothing (func))
  (func (export "_start") (call_ref $nothing (ref.null $nothing))))
