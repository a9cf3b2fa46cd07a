;; A mask that leaves out nothing of what a load gives is nothing, also where the load's block was another's.
;;! check = "asm"
;;! args = ["--invoke", "sum"]
;;! targets = ["x86_64-linux"]
;;! absent = ["movzbl  %", "movzbl %"]
(module
  (memory 1)
  (func (export "sum") (param $p i32) (result i32)
    (local $byte i32) (local $sum i32)
    (loop $next
      (local.set $byte (i32.load8_u (local.get $p)))
      (local.set $sum
        (i32.add
          (i32.mul (local.get $sum) (i32.const 31))
          (i32.xor (i32.and (local.get $byte) (i32.const 255)) (local.get $byte))))
      (local.set $sum
        (i32.add (local.get $sum) (i32.and (i32.load8_u offset=1 (local.get $p)) (i32.const 255))))
      (br_if $next (local.tee $p (i32.add (local.get $p) (i32.const 2)))))
    (local.get $sum)))
