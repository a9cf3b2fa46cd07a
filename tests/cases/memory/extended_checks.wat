;; --bounds explicit: accesses at constant distances share a check, which lets all of them through up
;; to the last byte; an index that is the sum of a constant may still wrap around.
;;! check = "run"
;;! args = ["--bounds", "explicit", "--invoke", "test"]
;;! stdout = "6\n60\n9\n"
(module (memory 1) (data (i32.const 8) "\09")
  (func $three (param $at i32) (result i32)
    (i32.store (local.get $at) (i32.const 1))
    (i32.store (i32.add (local.get $at) (i32.const 8)) (i32.const 2))
    (i32.store offset=4 (i32.add (i32.const 16) (local.get $at)) (i32.const 3))
    (i32.add (i32.load (local.get $at))
      (i32.add (i32.load offset=8 (local.get $at)) (i32.load offset=12 (i32.add (local.get $at) (i32.const 8))))))
  (func $grown (param $at i32) (result i32)
    (drop (memory.grow (i32.const 1)))
    (i32.mul (call $three (local.get $at)) (i32.const 10)))
  (func $wraps (param $at i32) (result i32) (i32.load8_u (i32.add (local.get $at) (i32.const 16))))
  (func (export "test") (result i32 i32 i32)
    (call $three (i32.const 65512))
    (call $grown (i32.const 131048))
    (call $wraps (i32.const -8))))
