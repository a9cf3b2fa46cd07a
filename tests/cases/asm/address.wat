;; An index whose sum with a constant cannot wrap is part of the access's address.
;;! check = "asm"
;;! args = ["--invoke", "clear"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3fff0400("]
;;! absent = ["leal 0x400"]
(module
  (memory 1)
  (func (export "clear")
    (local $i i32)
    (loop $next
      (i64.store (i32.add (i32.shl (local.get $i) (i32.const 3)) (i32.const 1024)) (i64.const 0))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))))
