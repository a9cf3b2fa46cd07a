;; call_indirect to a function whose type is never called.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: indirect call type mismatch\n  0: dispatch (indirect_call_of_uncalled.wat+0x"
(module (type $t (func (param i32)))
  (table 3 funcref) (elem (i32.const 0) func $uncalled $called $called_too)
  (func $uncalled (param i64))
  (func $called (type $t))
  (func $called_too (type $t) (unreachable))
  (func $dispatch (export "_start") (call_indirect (type $t) (i32.const 1) (i32.const 0))))
