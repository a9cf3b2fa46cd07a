;; call_indirect to a function of another type.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: indirect call type mismatch\n  0: dispatch (indirect_call_type_mismatch.wat+0x"
(module (type $t (func (param i32))) (table 1 funcref) (elem (i32.const 0) func $dispatch)
  (func $dispatch (export "_start") (call_indirect (type $t) (i32.const 1) (i32.const 0))))
