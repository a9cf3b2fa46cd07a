;; Floats are printed with the fewest digits that give them back.
;;! check = "run"
;;! args = ["--invoke", "echo"]
;;! run_args = ["0.1", "1.5", "3.4028235e38", "0.1", "-2.5e-3", "0.30000000000000004"]
;;! stdout = "0.1\n1.5\n340282350000000000000000000000000000000\n0.1\n-0.0025\n0.30000000000000004\n"
(module (func (export "echo") (param f32 f32 f32 f64 f64 f64) (result f32 f32 f32 f64 f64 f64)
  (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5)))
