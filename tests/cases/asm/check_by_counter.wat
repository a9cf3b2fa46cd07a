;; An explicit check goes where the counter's bounds show that the access is inside the smallest memory.
;;! check = "asm"
;;! args = ["--bounds", "explicit", "--invoke", "clear"]
;;! targets = ["x86_64-linux"]
;;! contains = ["movq $0x0, 0x3fff0000("]
;;! absent = ["#trap"]
(module
  (memory 1 2)
  (func (export "clear")
    (local $i i32)
    (loop $next
      (i64.store (i32.shl (local.get $i) (i32.const 3)) (i64.const 0))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 8192))))))
