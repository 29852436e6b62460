using MultiLLM.Contracts.Api;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Keys.Authentication;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Keys.Api;

/// <summary><c>/keys</c>, <c>/keys/{id}</c>, <c>/keys/{id}/rotate</c> and <c>/keys/self</c></summary>
internal sealed class KeysEndpoint(IKeys keys, ServerLimits limits, TimeProvider time)
{
    public async Task ListAsync(HttpContext context)
    {
        var found = await keys.ListAsync(context.RequestAborted);
        if (!found.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, found.Error);
            return;
        }
        var now = time.GetUtcNow();
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new KeyList([.. found.Value.Select(key => KeyDescription.Of(key, now))]), JsonReply.Api.KeyList);
    }

    public async Task GetAsync(HttpContext context) => await WriteAsync(context, await keys.FindAsync(IdOf(context), context.RequestAborted));

    public async Task CreateAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, KeyRequestReader.ReadOrder) is { } order)
            await WriteAsync(context, await keys.CreateAsync(order, context.Caller(), context.RequestAborted));
    }

    public async Task ChangeAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, KeyRequestReader.ReadChange) is { } change)
            await WriteAsync(context, await keys.ChangeAsync(IdOf(context), change, context.Caller(), context.RequestAborted));
    }

    public async Task RevokeAsync(HttpContext context) =>
        await WriteAsync(context, await keys.RevokeAsync(IdOf(context), context.Caller(), context.RequestAborted));

    public async Task RotateAsync(HttpContext context)
    {
        if (await RequestReading.ReadOptionalAsync(context, limits, KeyRequestReader.ReadRotation) is { } rotation)
            await WriteAsync(context, await keys.RotateAsync(IdOf(context), rotation.Grace, context.Caller(), context.RequestAborted));
    }

    public static Task SelfAsync(HttpContext context)
    {
        var caller = context.Caller();
        var info = new CallerInfo
        {
            Name = caller.Name,
            Role = Roles.Of(caller.Role),
            KeyId = caller.KeyId,
            Models = caller.Models?.Order(StringComparer.Ordinal).ToList(),
        };
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, info, JsonReply.Api.CallerInfo);
    }

    private static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;

    private Task WriteAsync(HttpContext context, Result<ApiKey> key) => key.IsSuccess
        ? JsonReply.WriteAsync(context, StatusCodes.Status200OK, KeyDescription.Of(key.Value, time.GetUtcNow()), JsonReply.Api.KeyInfo)
        : ErrorReplies.WriteAsync(context, key.Error);

    private Task WriteAsync(HttpContext context, Result<IssuedKey> issued)
    {
        if (!issued.IsSuccess)
            return ErrorReplies.WriteAsync(context, issued.Error);
        context.Response.Headers.CacheControl = "no-store";
        return JsonReply.WriteAsync(context, StatusCodes.Status200OK, KeyDescription.Of(issued.Value, time.GetUtcNow()), JsonReply.Api.IssuedKeyInfo);
    }
}
