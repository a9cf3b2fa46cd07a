;; The same where the program writes the table, so that each call has to look.
;;! check = "run"
;;! exit = 134
;;! stderr = "wasm trap: indirect call type mismatch\n  0: dispatch ("
(module (type $t (func (result i64))) (table 1 funcref) (elem declare func $other)
  (func $other (result i32) (i32.const 1))
  (func $dispatch (export "_start")
    (table.set (i32.const 0) (ref.func $other))
    (drop (call_indirect (type $t) (i32.const 0)))))
