using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway.Access;
using MultiLLM.Core.Selection;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c></summary>
internal sealed class ModelsEndpoint(IModelCatalog catalog, ModelAccess access, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds(); // a catalog entry has no age of its own

    public async Task ListAsync(HttpContext context)
    {
        var models = (await catalog.RefreshAsync(context.RequestAborted)).Models
            .Where(model => access.Refusal(context.Caller(), model) is null).Select(model => model.Id);
        await JsonReply.WriteAsync(
            context, StatusCodes.Status200OK, new OpenAIModelList([.. AutoName.All.Concat(models).Select(Entry)]), OpenAIJsonContext.Default.OpenAIModelList);
    }

    public async Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var found = await catalog.FindAsync(id, context.RequestAborted);
        if (found.IsSuccess && access.Refusal(context.Caller(), found.Value) is { } refusal)
            await ErrorReplies.WriteAsync(context, refusal);
        else if ((found.Value?.Id ?? AutoName.All.FirstOrDefault(name => name.Equals(id, StringComparison.OrdinalIgnoreCase))) is { } known)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Entry(known), OpenAIJsonContext.Default.OpenAIModel);
        else
            await ErrorReplies.WriteAsync(context, AutoName.Unknown(id) ?? found.Error!);
    }

    private OpenAIModel Entry(string id) => new(id, _created);
}
