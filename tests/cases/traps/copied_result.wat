;; A copy of what a call wrote whose second word alone ends past the memory.
;;! check = "run"
;;! exit = 134
;;! stderr = ["wasm trap: out of bounds memory access", "0: copy ("]
(module
  (memory 1)
  (func $write (param $to i32)
    (loop $again
      (i64.store (local.get $to) (i64.const 1))
      (br_if $again (i64.eqz (i64.load (local.get $to))))))
  (func $copy
    (call $write (i32.const 16))
    (v128.store (i32.const 65528) (v128.load (i32.const 16))))
  (func (export "_start") (call $copy)))
