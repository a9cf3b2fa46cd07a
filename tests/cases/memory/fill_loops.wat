;; Loops that fill memory store what they say: words, bytes, and what is not one byte again and again; up to an end
;; that is before the start, that is not met, and that is the memory's; and nothing beside that. What a memory grew by
;; is cleared however often, whatever it held.
;;! check = "run"
;;! args = ["--invoke", "test"]
;;! stdout = "-4096001\n-277094565\n1073885580\n1026242766\n-488129\n134217724\n912929587\n27670832\n-1190099395\n-554060902\n1385533043\n-415641985\n"
(module
  (memory (export "memory") 2)
  ;; Words, while below the end.
  (func $words (param $at i32) (param $value i32) (param $end i32)
    (loop
      (i32.store (local.get $at) (local.get $value))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 4))) (local.get $end)))))
  ;; Eight bytes a round, until the end, behind an offset.
  (func $bytes (param $at i32) (param $value i32) (param $end i32)
    (loop
      (i32.store8 offset=16 (local.get $at) (local.get $value))
      (i32.store8 offset=16 (i32.add (local.get $at) (i32.const 7)) (local.get $value))
      (i32.store8 offset=22 (local.get $at) (local.get $value))
      (i32.store8 offset=16 (i32.add (local.get $at) (i32.const 5)) (local.get $value))
      (i32.store8 offset=20 (local.get $at) (local.get $value))
      (i32.store8 offset=19 (local.get $at) (local.get $value))
      (i32.store8 offset=17 (i32.add (local.get $at) (i32.const 1)) (local.get $value))
      (i32.store8 offset=17 (local.get $at) (local.get $value))
      (br_if 0 (i32.ne (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))))
  ;; Longer words, the end on the other side.
  (func $long (param $at i32) (param $value i64) (param $end i32)
    (loop
      (i64.store (local.get $at) (local.get $value))
      (br_if 0 (i32.gt_u (local.get $end) (local.tee $at (i32.add (local.get $at) (i32.const 8)))))))
  ;; With holes: not a fill.
  (func $holes (param $at i32) (param $value i32) (param $end i32)
    (loop
      (i32.store (local.get $at) (local.get $value))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (local.get $end)))))
  ;; A sum in which each byte counts where it is.
  (func $sum (param $at i32) (param $end i32) (result i32) (local $sum i32)
    (loop
      (local.set $sum (i32.add (i32.rotl (local.get $sum) (i32.const 5)) (i32.load8_u (local.get $at))))
      (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (local.get $end))))
    (local.get $sum))
  (func (export "test")
    (result i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (local $start i32)
    ;; A byte before and one behind stay.
    (i32.store8 (i32.const 99) (i32.const 1))
    (i32.store8 (i32.const 4196) (i32.const 1))
    (call $words (i32.const 100) (i32.const 0xabababab) (i32.const 4196))
    (call $sum (i32.const 96) (i32.const 4200))
    ;; The end is inside the last word.
    (call $words (i32.const 10001) (i32.const 0x5c5c5c5c) (i32.const 14006))
    (call $sum (i32.const 10000) (i32.const 14016))
    ;; The end is before the start: one round.
    (call $words (i32.const 20000) (i32.const 0x11111111) (i32.const 3))
    (call $sum (i32.const 19990) (i32.const 24010))
    ;; Two bytes in turn.
    (call $words (i32.const 30000) (i32.const 0x12341234) (i32.const 36000))
    (call $sum (i32.const 29990) (i32.const 36010))
    (call $bytes (i32.const 40000) (i32.const 0x1ee) (i32.const 48000))
    (call $sum (i32.const 40000) (i32.const 48032))
    ;; Up to the end of the memory.
    (call $long (i32.const 126976) (i64.const -1) (i32.const 131072))
    (call $sum (i32.const 120000) (i32.const 131072))
    (call $long (i32.const 50000) (i64.const 0x7700000000000077) (i32.const 55000))
    (call $sum (i32.const 50000) (i32.const 55016))
    (call $holes (i32.const 60000) (i32.const 0x33333333) (i32.const 66000))
    (call $sum (i32.const 60000) (i32.const 66016))
    ;; Four MiB more, dirtied, then cleared but for an edge at both ends, three times.
    (local.set $start (i32.mul (memory.grow (i32.const 64)) (i32.const 65536)))
    (call $words (local.get $start) (i32.const 0x07070707) (i32.add (local.get $start) (i32.const 4194304)))
    (call $words (i32.add (local.get $start) (i32.const 1000)) (i32.const 0)
      (i32.add (local.get $start) (i32.const 4193300)))
    (call $sum (local.get $start) (i32.add (local.get $start) (i32.const 4194304)))
    (call $words (local.get $start) (i32.const 0x07070707) (i32.add (local.get $start) (i32.const 4194304)))
    (memory.fill (i32.add (local.get $start) (i32.const 12345)) (i32.const 0) (i32.const 4170000))
    (call $sum (local.get $start) (i32.add (local.get $start) (i32.const 4194304)))
    (local.set $start (i32.mul (memory.grow (i32.const 64)) (i32.const 65536)))
    (call $words (local.get $start) (i32.const 0x09090909) (i32.add (local.get $start) (i32.const 4194304)))
    (memory.fill (i32.sub (local.get $start) (i32.const 12345)) (i32.const 0) (i32.const 3000000))
    (call $sum (i32.sub (local.get $start) (i32.const 20000)) (i32.add (local.get $start) (i32.const 4194304)))
    (memory.fill (i32.add (local.get $start) (i32.const 12345)) (i32.const 0) (i32.const 4170000))
    (call $sum (i32.sub (local.get $start) (i32.const 20000)) (i32.add (local.get $start) (i32.const 4194304)))))
