using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary>The body of <c>POST /models/{id}/load</c>.</summary>
internal static class LoadRequestReader
{
    private const int LeastContext = 16;
    private const int MostContext = 1_048_576;

    public static Result<LoadDemand> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var kvType = fields.Choice("kv_type", [.. EnumWords<KvCacheType>.All]);
        var demand = new LoadDemand
        {
            Cause = LoadCause.Explicit,
            ContextLength = fields.Integer("context_length", LeastContext, MostContext),
            KvType = kvType is null ? null : EnumWords<KvCacheType>.Find(kvType),
            Pin = fields.Flag("pin") ?? false,
            KeepAlive = KeepAliveField.Read(fields),
        };
        return problem.Error is { } error ? error : demand;
    }
}
