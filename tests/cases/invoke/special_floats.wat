;; Infinities, zeros with their signs, and NaNs with their payloads.
;;! check = "run"
;;! args = ["--invoke", "echo"]
;;! run_args = ["inf", "-inf", "-0", "nan", "-inf", "nan:0x8000000000001"]
;;! stdout = "inf\n-inf\n-0\nnan:0x400000\n-inf\nnan:0x8000000000001\n"
(module (func (export "echo") (param f32 f32 f32 f32 f64 f64) (result f32 f32 f32 f32 f64 f64)
  (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5)))
