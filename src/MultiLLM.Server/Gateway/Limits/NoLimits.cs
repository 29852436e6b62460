using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;

namespace MultiLLM.Server.Gateway.Limits;

/// <summary>Where the product that keeps limits is not there: nobody has any.</summary>
internal sealed class NoLimits : ILimits
{
    public ValueTask<Result<IReadOnlyList<LimitStanding>>> OfAsync(string keyId, KeyLimits limits, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Result<IReadOnlyList<LimitStanding>>>((LimitStanding[])[]);

    public RateStanding RatesOf(Caller caller) => default;
}
