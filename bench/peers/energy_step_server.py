"""Step server (the protocol of bench/run): updates of an unnormalised model by MECO in plain PyTorch, as one would write it by hand. Each line of input: --updates
of them. A network tilts Gaussian noise; fresh noise and a shuffled batch per update; log u in float64; gradient clipping, fused AdamW, a cosine schedule.
usage: energy_step_server.py [--dimension D] [--waves] [--widths 64,64] [--bound C] [--batch B] [--updates N] [--threads N]"""
import argparse, math, resource, sys, time
p = argparse.ArgumentParser()
p.add_argument("--dimension", type=int, default=2); p.add_argument("--waves", action="store_true"); p.add_argument("--widths", default="64,64")
p.add_argument("--bound", type=float, default=0); p.add_argument("--batch", type=int, default=256); p.add_argument("--updates", type=int, default=1)
p.add_argument("--threads", type=int, default=2); p.add_argument("--full", action="store_true"); a = p.parse_args()
import torch
from torch import nn
torch.set_num_threads(a.threads); torch.manual_seed(0)
d, B, gamma, rows, total = a.dimension, a.batch, 0.1, 20000, 1_000_000
k = torch.tensor([1.0, 2.0, 4.0])


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        sizes = [d * 7 if a.waves else d] + [int(w) for w in a.widths.split(",")]
        self.hidden = nn.Sequential(*[m for i in range(len(sizes) - 1) for m in (nn.Linear(sizes[i], sizes[i + 1]), nn.SiLU())])
        self.output = nn.Linear(sizes[-1], 1)

    def forward(self, x):
        if a.waves:
            angles = (x.unsqueeze(-1) * k).flatten(1)
            x = torch.cat([x / 2, angles.sin(), angles.cos()], 1)
        f = self.output(self.hidden(x)).squeeze(1)
        return a.bound * torch.tanh(f / a.bound) if a.bound else f


data = torch.randn(rows, d)
mean = torch.zeros(d)
factor = torch.linalg.cholesky(torch.eye(d) + 0.1) if a.full else torch.full((d,), 1.2)
constant = -0.5 * d * math.log(2 * math.pi) - (factor.diagonal() if a.full else factor).log().sum()


def draw():
    e = torch.randn(B, d)
    return mean + (e @ factor.T if a.full else e * factor)


def log_q(x):
    z = torch.linalg.solve_triangular(factor, (x - mean).T, upper=False).T if a.full else (x - mean) / factor
    return constant - 0.5 * z.square().sum(1)


net = Net()
opt = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=0, fused=True)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(opt, total)
log_q_data = log_q(data).double()
log_u, place, order = None, rows, None


def update():
    global log_u, place, order
    if place + B > rows:
        place, order = 0, torch.randperm(rows)
    index = order[place:place + B]; place += B
    with torch.no_grad():
        y = draw(); base = torch.cat([log_q_data[index], log_q(y).double()])
    net_f = net(torch.cat([data[index], y]))
    f = net_f.detach().double() + base
    log_w = f[B:] - base[B:]
    log_g = (torch.logsumexp(log_w, 0) - math.log(B)).item()
    log_u = log_g if log_u is None else max(l := (math.log1p(-gamma) + log_u, math.log(gamma) + log_g)) + math.log1p(math.exp(min(l) - max(l)))
    omega = torch.exp(log_w - log_u) / B
    nll = log_u - f[:B].mean().item(); ess = (omega.sum() ** 2 / omega.square().sum() / B).item()
    opt.zero_grad(); net_f.backward(torch.cat([torch.full((B,), -1 / B), omega.float()]))
    torch.nn.utils.clip_grad_norm_(net.parameters(), 10); opt.step(); schedule.step()
    return nll, ess


print("READY", flush=True)
while sys.stdin.readline():
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(a.updates): update()
    print(f"STEP {time.perf_counter() - wall:.4f} {time.process_time() - cpu:.4f}", flush=True)
print(f"HWM {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}", flush=True)
