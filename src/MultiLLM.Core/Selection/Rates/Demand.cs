using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Selection.Rates;

internal sealed class Demand(TimeProvider time) : IDemand
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly ReuseRates _rates = new();

    public void Asked(string modelId)
    {
        lock (_gate)
            _rates.Used(modelId, time.GetUtcNow());
    }

    public double ChanceSoon(string modelId)
    {
        lock (_gate)
            return _rates.ChanceWithin(modelId, Soon, time.GetUtcNow());
    }
}
