namespace MultiLLM.Tests.Residency;

/// <summary>
/// What a router does that thinks no further: whoever wants a model that is not loaded has the least recently used idle one replaced at once,
/// first come, first served.
/// </summary>
internal static class PlainLru
{
    public static TraceOutcome Play(IEnumerable<TraceRequest> trace, int maxModels, double loadSeconds, double unloadSeconds = 0.05)
    {
        var agenda = new PriorityQueue<Action, (double At, long Order)>();
        var models = new Dictionary<string, Loaded>();
        var waiting = new List<(TraceRequest Request, double Came)>();
        var waits = new List<double>();
        var (now, order, loads) = (0.0, 0L, 0);
        foreach (var request in trace)
            At(request.At, () => waiting.Add((request, now)));
        while (agenda.TryDequeue(out var happens, out var due))
        {
            now = due.At;
            happens();
            Serve();
        }
        return new TraceOutcome(loads, waits, waiting.Count);

        void At(double at, Action happens) => agenda.Enqueue(happens, (at, ++order));

        void Serve()
        {
            foreach (var waiter in waiting.ToList())
            {
                if (models.TryGetValue(waiter.Request.Model, out var model))
                {
                    if (!model.Ready)
                        continue;
                    waiting.Remove(waiter);
                    waits.Add(now - waiter.Came);
                    (model.Busy, model.UsedAt) = (model.Busy + 1, now);
                    At(now + waiter.Request.Seconds, () => (model.Busy, model.UsedAt) = (model.Busy - 1, now));
                    continue;
                }
                var swap = 0.0;
                if (models.Count >= maxModels)
                {
                    var idle = models.Where(m => m.Value is { Ready: true, Busy: 0 }).OrderBy(m => m.Value.UsedAt).Select(m => m.Key).FirstOrDefault();
                    if (idle is null)
                        return; // the line stands
                    models.Remove(idle);
                    swap = unloadSeconds;
                }
                loads++;
                var loading = models[waiter.Request.Model] = new Loaded { UsedAt = now };
                At(now + swap + loadSeconds, () => loading.Ready = true);
            }
        }
    }

    private sealed class Loaded
    {
        public bool Ready { get; set; }
        public int Busy { get; set; }
        public double UsedAt { get; set; }
    }
}
