using System.Text.Json;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Catalog.Fit;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Residency.Memory;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /models/{id}/validate</c>: would it load like this? Loads nothing.</summary>
internal sealed class ValidateEndpoint(IModelCatalog catalog, ModelAccess access, IModelFit fits, ServerLimits limits)
{
    private const int MaxContextLength = 16 * 1024 * 1024;

    public async Task HandleAsync(HttpContext context)
    {
        if (await RequestReading.ReadOptionalAsync(context, limits, Read) is not { } request)
            return;
        var id = (string)context.GetRouteValue("id")!;
        var found = await catalog.FindAsync(id, context.RequestAborted);
        var known = catalog.Current;
        if (!found.IsSuccess && known.FindEntry(id) is null)
        {
            await ErrorReplies.WriteAsync(context, found.Error with { Param = "id" });
            return;
        }
        if (found.IsSuccess && access.Refusal(context.Caller(), found.Value) is { } refusal)
        {
            await ErrorReplies.WriteAsync(context, refusal with { Param = "id" });
            return;
        }
        var modelId = found.Value?.Id ?? known.FindEntry(id)!.Id;
        context.RequestTrace().Model = modelId;
        var fit = found.Value is { } model ? fits.Judge(model, request) : fits.Judge(known.FindEntry(id)!, request);
        var closest = fit.Fits ? null : fits.ClosestTo(modelId, known, request);
        await JsonReply.WriteAsync(
            context, StatusCodes.Status200OK, FitDescription.Of(modelId, found.IsSuccess, request, fit, closest), JsonReply.Api.ValidateReply);
    }

    private static Result<FitRequest> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var kvType = fields.Choice("kv_type", [.. EnumWords<KvCacheType>.All]);
        var request = new FitRequest(
            fields.Integer("context_length", 1, MaxContextLength),
            kvType is null ? null : EnumWords<KvCacheType>.Find(kvType),
            fields.Integer("slots", 1, 256),
            fields.Integer("gpu_layers", -1, 1024));
        return problem.Error is { } error ? error : request;
    }
}
