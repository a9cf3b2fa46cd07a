;; A counter that starts below zero and passes it is part of an address as it is, and bounds what counts with it.
;;! check = "asm"
;;! args = ["--invoke", "copy"]
;;! targets = ["x86_64-linux"]
;;! contains = ["0x3fff0403(", "0x3fff0001("]
;;! absent = ["leal 1(", "leal 0x403("]
(module
  (memory 1)
  (func (export "copy")
    (local $i i32) (local $to i32)
    (local.set $i (i32.const -3))
    (local.set $to (i32.const 4096))
    (loop $next
      (i32.store8 (i32.add (local.get $to) (i32.const 1)) (i32.load8_u (i32.add (local.get $i) (i32.const 1027))))
      (local.set $to (i32.add (local.get $to) (i32.const 4)))
      (br_if $next (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 3))) (i32.const 300))))))
