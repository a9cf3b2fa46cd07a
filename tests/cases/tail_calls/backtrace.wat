;; A trap in a program with tail calls: the frames that are left are in the backtrace, those whose
;; place was taken are not.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: unreachable", "0: last (", "1: _start"]
;;! absent = ["first"]
(module
  (func $last (unreachable))
  (func $first (return_call $last))
  (func (export "_start") (call $first) (nop)))
