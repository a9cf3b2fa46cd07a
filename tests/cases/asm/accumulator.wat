;; A sum that a loop carries stays in its register all the way round, whichever operand it is.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! contains = ["addsd %xmm1, %xmm0"]
;;! absent = ["movdqa", "movaps"]
(module
  (memory 1)
  (func (export "sum") (result f64)
    (local $i i32) (local $sum f64)
    (loop $next
      (local.set $sum (f64.add (f64.load (local.get $i)) (local.get $sum)))
      (br_if $next (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 8))) (i32.const 800))))
    (local.get $sum)))
