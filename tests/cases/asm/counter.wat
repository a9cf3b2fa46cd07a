;; A loop's counter is compared after its step, so that one register holds it all the way round.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! contains = ["cmpl $0x64, %esi"]
;;! absent = ["movq %rsi", "movl %esi"]
(module
  (memory 1)
  (func (export "sum") (result i32)
    (local $i i32) (local $sum i32)
    (loop $next
      (local.set $sum (i32.add (local.get $sum) (i32.load8_u (local.get $i))))
      (br_if $next (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 100))))
    (local.get $sum)))
