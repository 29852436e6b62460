using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Errors;

namespace MultiLLM.Server.Requests;

/// <summary>The steps every endpoint with a body begins with.</summary>
internal static class RequestReading
{
    /// <summary>As <see cref="ReadAsync"/>, but a request may come without a body, which counts as one without fields.</summary>
    public static async ValueTask<T?> ReadOptionalAsync<T>(HttpContext context, ServerLimits limits, Func<JsonDocument, ServerLimits, Result<T>> read)
        where T : class
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
            return await ReadAsync(context, limits, read);
        using var empty = JsonDocument.Parse("{}");
        return read(empty, limits).Value;
    }

    /// <summary>Null: the body was wrong, and the reply that says so has been written.</summary>
    public static async ValueTask<T?> ReadAsync<T>(HttpContext context, ServerLimits limits, Func<JsonDocument, ServerLimits, Result<T>> read)
        where T : class
    {
        var body = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (!body.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, body.Error);
            return null;
        }
        using var document = body.Value;
        var call = read(document, limits);
        if (call.IsSuccess)
            return call.Value;
        await ErrorReplies.WriteAsync(context, call.Error);
        return null;
    }
}
