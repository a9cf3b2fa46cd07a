;; Masks of 8 or 16 bits are extensions, which write another register; one of what has no more bits is nothing.
;;! check = "asm"
;;! args = ["--invoke", "mix"]
;;! targets = ["x86_64-linux"]
;;! contains = ["movzbl", "movzwl"]
;;! absent = ["andl", "andq", "movzbq %"]
(module
  (memory 1)
  (func (export "mix") (param $x i32) (param $y i32) (param $p i32) (result i32)
    (local $byte i32)
    (local.set $byte (i32.load8_u (local.get $p)))
    (loop $next
      (i32.store8 (i32.and (local.get $byte) (i32.const 255)) (local.get $x))
      (local.set $byte (i32.load8_u offset=1 (local.get $p)))
      (br_if $next (local.tee $p (i32.add (local.get $p) (i32.const 1)))))
    (i32.xor
      (i32.add (i32.and (local.get $x) (i32.const 255)) (local.get $x))
      (i32.add (i32.and (local.get $y) (i32.const 65535)) (local.get $y)))))
