;; A constant that a comparison needs in a register is loaded in each round of a loop, not made from an integer;
;; what is stored is an integer, as a part of the store; a product takes its constant from memory, whichever operand it is.
;;! check = "asm"
;;! args = ["--invoke", "escape"]
;;! targets = ["x86_64-linux"]
;;! contains = ["movupd (%rip), %xmm", "movl $0x40200000, 0x3fff0008(", "mulsd (%rip), %xmm", "movb $0x7, 0x3fff0010("]
;;! absent = ["movabsq"]
(module
  (memory 1)
  (func (export "escape") (param $x f64) (result i32)
    (local $n i32)
    (loop $next
      (f32.store offset=8 (local.get $n) (f32.const 2.5))
      (i32.store8 offset=16 (local.get $n) (i32.const 0x107))
      (local.set $x (f64.mul (f64.const 1.5) (local.get $x)))
      (local.set $n (i32.add (local.get $n) (i32.const 1)))
      (br_if $next (f64.lt (local.get $x) (f64.const 4))))
    (local.get $n)))
