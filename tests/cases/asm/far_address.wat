;; A counter that cannot wrap needs no extension, and what is too far for an access is added to the base.
;;! check = "asm"
;;! args = ["--invoke", "clear"]
;;! targets = ["riscv64-linux"]
;;! contains = [",128("]
;;! absent = ["srli", "addw"]
(module
  (memory 2)
  (func (export "clear")
    (local $i i32)
    (loop $next
      (i32.store8 (i32.add (local.get $i) (i32.const 65664)) (i32.const 0))
      (br_if $next (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))))
