;; Each function is once in a backtrace, however many registers it saves, slots its frame has, and arguments are above
;; it; from a trap in the runtime, too.
;;! check = "run"
;;! exit = 134
;;! stderr = """
;;! wasm trap: out of bounds memory access
;;!   0: clear
;;!   1: below
;;!   2: again
;;!   3: many
;;!   4: again
;;!   5: slots
;;!   6: again
;;!   7: two
;;!   8: again
;;!   9: one
;;!  10: again
;;!  11: nothing
;;!  12: again
;;!  13: _start
;;! """
(module
  (memory 1)
  (type $unary (func (param i32) (result i32)))
  (table funcref (elem $nothing $one $two $slots $many $below))
  (func $again (param i32 i32) (result i32)
    (call_indirect (type $unary) (local.get 1) (local.get 0)))
  (func $nothing (param i32) (result i32)
    (drop (call $again (i32.const 1) (local.get 0)))
    (i32.const 1))
  (func $one (param i32) (result i32) (local i32)
    (local.set 1 (i32.load (i32.const 16)))
    (drop (call $again (i32.const 2) (local.get 0)))
    (i32.add (i32.const 1) (local.get 1)))
  (func $two (param i32) (result i32) (local i32 i32)
    (local.set 1 (i32.load (i32.const 16))) (local.set 2 (i32.load (i32.const 20)))
    (drop (call $again (i32.const 3) (local.get 0)))
    (i32.add (i32.add (i32.const 1) (local.get 1)) (local.get 2)))
  (func $slots (param i32) (result i32) (local i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local.set 1 (i32.load (i32.const 16))) (local.set 2 (i32.load (i32.const 20))) (local.set 3 (i32.load
      (i32.const 24))) (local.set 4 (i32.load (i32.const 28))) (local.set 5 (i32.load (i32.const 32))) (local.set 6
      (i32.load (i32.const 36))) (local.set 7 (i32.load (i32.const 40))) (local.set 8 (i32.load (i32.const 44)))
      (local.set 9 (i32.load (i32.const 48)))
    (drop (call $again (i32.const 4) (local.get 0)))
    (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.const 1) (local.get 1))
      (local.get 2)) (local.get 3)) (local.get 4)) (local.get 5)) (local.get 6)) (local.get 7)) (local.get 8))
      (local.get 9)))
  (func $many (param i32) (result i32)
      (local i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32
        i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32)
    (local.set 1 (i32.load (i32.const 16))) (local.set 2 (i32.load (i32.const 20))) (local.set 3 (i32.load
      (i32.const 24))) (local.set 4 (i32.load (i32.const 28))) (local.set 5 (i32.load (i32.const 32))) (local.set 6
      (i32.load (i32.const 36))) (local.set 7 (i32.load (i32.const 40))) (local.set 8 (i32.load (i32.const 44)))
      (local.set 9 (i32.load (i32.const 48))) (local.set 10 (i32.load (i32.const 52))) (local.set 11 (i32.load
      (i32.const 56))) (local.set 12 (i32.load (i32.const 60))) (local.set 13 (i32.load (i32.const 64)))
      (local.set 14 (i32.load (i32.const 68))) (local.set 15 (i32.load (i32.const 72))) (local.set 16 (i32.load
      (i32.const 76))) (local.set 17 (i32.load (i32.const 80))) (local.set 18 (i32.load (i32.const 84)))
      (local.set 19 (i32.load (i32.const 88))) (local.set 20 (i32.load (i32.const 92))) (local.set 21 (i32.load
      (i32.const 96))) (local.set 22 (i32.load (i32.const 100))) (local.set 23 (i32.load (i32.const 104)))
      (local.set 24 (i32.load (i32.const 108))) (local.set 25 (i32.load (i32.const 112))) (local.set 26 (i32.load
      (i32.const 116))) (local.set 27 (i32.load (i32.const 120))) (local.set 28 (i32.load (i32.const 124)))
      (local.set 29 (i32.load (i32.const 128))) (local.set 30 (i32.load (i32.const 132))) (local.set 31 (i32.load
      (i32.const 136))) (local.set 32 (i32.load (i32.const 140))) (local.set 33 (i32.load (i32.const 144)))
      (local.set 34 (i32.load (i32.const 148))) (local.set 35 (i32.load (i32.const 152))) (local.set 36 (i32.load
      (i32.const 156))) (local.set 37 (i32.load (i32.const 160))) (local.set 38 (i32.load (i32.const 164)))
      (local.set 39 (i32.load (i32.const 168))) (local.set 40 (i32.load (i32.const 172)))
    (drop (call $again (i32.const 5) (local.get 0)))
    (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add
      (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add
      (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add (i32.add
      (i32.add (i32.add (i32.add (i32.add (i32.const 1) (local.get 1)) (local.get 2)) (local.get 3)) (local.get 4))
      (local.get 5)) (local.get 6)) (local.get 7)) (local.get 8)) (local.get 9)) (local.get 10)) (local.get 11))
      (local.get 12)) (local.get 13)) (local.get 14)) (local.get 15)) (local.get 16)) (local.get 17))
      (local.get 18)) (local.get 19)) (local.get 20)) (local.get 21)) (local.get 22)) (local.get 23))
      (local.get 24)) (local.get 25)) (local.get 26)) (local.get 27)) (local.get 28)) (local.get 29))
      (local.get 30)) (local.get 31)) (local.get 32)) (local.get 33)) (local.get 34)) (local.get 35))
      (local.get 36)) (local.get 37)) (local.get 38)) (local.get 39)) (local.get 40)))
  (func $below (param i32) (result i32)
    (if (i32.eqz (i32.load (local.get 0))) (then (return (i32.const 1))))
    (i32.add (call $clear (local.get 0) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (i32.const 6)
      (i32.const 7) (i32.const 8)) (local.get 0)))
  (func $clear (param i32 i32 i32 i32 i32 i32 i32 i32) (result i32)
    (memory.fill (i32.const 65000) (local.get 7) (i32.mul (local.get 0) (local.get 6)))
    (i32.add (local.get 6) (local.get 7)))
  (data (i32.const 100) "\01")
  (func (export "_start") (drop (call $again (i32.const 0) (i32.const 100)))))
