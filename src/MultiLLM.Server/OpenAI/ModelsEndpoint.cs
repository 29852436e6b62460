using MultiLLM.Core.Catalog;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Errors;
using MultiLLM.Server.OpenAI.Contracts;

namespace MultiLLM.Server.OpenAI;

/// <summary><c>GET /v1/models</c> and <c>GET /v1/models/{id}</c></summary>
internal sealed class ModelsEndpoint(IModelCatalog catalog, TimeProvider time)
{
    private readonly long _created = time.GetUtcNow().ToUnixTimeSeconds(); // a catalog entry has no age of its own

    public async Task ListAsync(HttpContext context)
    {
        var models = (await catalog.RefreshAsync(context.RequestAborted)).Models.Select(model => Entry(model.Id));
        await JsonReply.WriteAsync(
            context, StatusCodes.Status200OK, new OpenAIModelList([Entry(ModelNames.Auto), .. models]), OpenAIJsonContext.Default.OpenAIModelList);
    }

    public async Task GetAsync(HttpContext context)
    {
        var id = (string)context.GetRouteValue("id")!;
        var found = await catalog.FindAsync(id, context.RequestAborted);
        if (found.IsSuccess || ModelNames.OrAuto(id) is null)
            await JsonReply.WriteAsync(context, StatusCodes.Status200OK, Entry(found.Value?.Id ?? ModelNames.Auto), OpenAIJsonContext.Default.OpenAIModel);
        else
            await ErrorReplies.WriteAsync(context, found.Error);
    }

    private OpenAIModel Entry(string id) => new(id, _created);
}
