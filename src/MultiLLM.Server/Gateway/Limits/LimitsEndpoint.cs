using MultiLLM.Contracts.Api;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;

namespace MultiLLM.Server.Gateway.Limits;

/// <summary><c>GET /limits</c>: how the caller stands; <c>GET /limits/{id}</c>: how a key does.</summary>
internal sealed class LimitsEndpoint(ILimits limits, IKeys keys)
{
    public Task OwnAsync(HttpContext context)
    {
        var caller = context.Caller();
        return WriteAsync(context, caller.KeyId, caller.Name, caller.Limits);
    }

    public async Task OfKeyAsync(HttpContext context)
    {
        var key = await keys.FindAsync((string)context.Request.RouteValues["id"]!, context.RequestAborted);
        if (key.IsSuccess)
            await WriteAsync(context, key.Value.Id, key.Value.Name, key.Value.Limits);
        else
            await ErrorReplies.WriteAsync(context, key.Error);
    }

    private async Task WriteAsync(HttpContext context, string? keyId, string name, KeyLimits of)
    {
        var standings = keyId is null ? new Result<IReadOnlyList<LimitStanding>>?() : await limits.OfAsync(keyId, of, context.RequestAborted);
        if (standings is { IsSuccess: false, Error: { } error })
        {
            await ErrorReplies.WriteAsync(context, error);
            return;
        }
        var report = new LimitReport(name, EnumWords<RequestPriority>.Of(of.Priority), [.. (standings?.Value ?? []).Select(Describe)], keyId);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, report, JsonReply.Api.LimitReport);
    }

    private static LimitInfo Describe(LimitStanding standing)
    {
        var fills = standing.Kind is not (LimitKind.MaxPromptTokens or LimitKind.MaxAnswerTokens);
        return new LimitInfo
        {
            Name = EnumWords<LimitKind>.Of(standing.Kind),
            Limit = standing.Limit,
            Used = fills ? standing.Used : null,
            Reserved = standing.Kind is LimitKind.TokensPerDay or LimitKind.TokensPerMonth ? standing.Reserved : null,
            Remaining = fills ? standing.Left : null,
            ResetsAt = standing.ResetsAt,
        };
    }
}
