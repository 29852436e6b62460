using System.Text.Json;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;
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
        var demand = new LoadDemand
        {
            Cause = LoadCause.Explicit,
            ContextLength = fields.Integer("context_length", LeastContext, MostContext),
            Pin = fields.Flag("pin") ?? false,
            KeepAlive = KeepAliveField.Read(fields),
        };
        return problem.Error is { } error ? error : demand;
    }
}
