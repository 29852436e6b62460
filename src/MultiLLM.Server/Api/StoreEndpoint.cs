using System.Text.Json;
using Microsoft.Extensions.Options;
using MultiLLM.Contracts.Api;
using MultiLLM.Core.Acquisition.Store;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hosting;
using MultiLLM.Core.Residency;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Gateway.Audit;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary><c>POST /models/import</c> and <c>DELETE /models/{id}</c></summary>
internal sealed class StoreEndpoint(IModelStore store, IResidency residency, IOptions<MultiLLMOptions> options, ServerLimits limits, ShutdownGate shutdown)
{
    private const int MaxPathLength = 4096;

    public async Task ImportAsync(HttpContext context)
    {
        if (await RequestReading.ReadAsync(context, limits, Read) is not { } order)
            return;
        context.AuditNotes().Details["path"] = order.Path;
        using var work = shutdown.Link(context);
        var imported = await store.ImportAsync(order, work.Token);
        if (!imported.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, imported.Error);
            return;
        }
        var model = imported.Value;
        context.RequestTrace().Model = model.Id;
        var result = new ModelActionResult(ModelDescription.Of(model, residency.Snapshot.Find(model.Id), options.Value.ContextLength), Changed: true);
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, result, JsonReply.Api.ModelActionResult);
    }

    public async Task RemoveAsync(HttpContext context)
    {
        var removed = await store.RemoveAsync((string)context.GetRouteValue("id")!, context.RequestAborted);
        if (!removed.IsSuccess)
        {
            await ErrorReplies.WriteAsync(context, removed.Error);
            return;
        }
        var (id, files, freed) = removed.Value;
        context.RequestTrace().Model = id;
        await JsonReply.WriteAsync(context, StatusCodes.Status200OK, new RemovedModel(id, files, freed), JsonReply.Api.RemovedModel);
    }

    private static Result<ImportOrder> Read(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        var path = fields.Text("path", MaxPathLength);
        if (string.IsNullOrWhiteSpace(path))
            fields.Report("path", path is null ? "is required" : "must not be blank");
        var mode = fields.Choice("mode", "copy", "link", "move") switch
        {
            "link" => ImportMode.Link,
            "move" => ImportMode.Move,
            _ => ImportMode.Copy,
        };
        var order = new ImportOrder(path ?? "", fields.Text("as", ModelNames.MaxLength), mode);
        return problem.Error is { } error ? error : order;
    }
}
