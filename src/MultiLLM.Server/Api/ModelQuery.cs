using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Api;

/// <summary>Which models <c>GET /models</c> is asked for.</summary>
/// <param name="Type">Only of this type; null: of any.</param>
/// <param name="Task">Only those rated for this task, the best first; null: all, by id.</param>
/// <param name="Fits">Only those that fit now, or that do not; null: both.</param>
/// <param name="Installed">Models with a file here.</param>
/// <param name="NotInstalled">Known models without one.</param>
/// <param name="WantsFit">Whether each fits is to be told: where the query says anything of that, or of what is installed.</param>
internal sealed record ModelQuery(ModelType? Type, ModelTask? Task, bool? Fits, bool Installed, bool NotInstalled, bool WantsFit)
{
    public static readonly IReadOnlyDictionary<string, QueryField> Described = new Dictionary<string, QueryField>
    {
        ["type"] = QueryField.OneOf("Only models of this type.", EnumWords<ModelType>.All),
        ["task"] = QueryField.OneOf("Only models rated for this task, the best first.", EnumWords<ModelTask>.All),
        ["fits"] = QueryField.Flag("Whether it fits this machine now."),
        ["installed"] = QueryField.Flag("false: known models whose file is not here."),
        ["all"] = QueryField.Flag("true: both; not together with installed."),
    };

    public static Result<ModelQuery> Read(IQueryCollection query)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(query, problem);
        var type = fields.Choice("type", EnumWords<ModelType>.All);
        var task = fields.Choice("task", EnumWords<ModelTask>.All);
        var fits = fields.Flag("fits");
        var installed = fields.Flag("installed");
        var all = fields.Flag("all") ?? false;
        if (all && installed is not null)
            problem.Report("all", "and installed exclude each other");
        return problem.Error is { } error
            ? error
            : new ModelQuery(
                type is null ? null : EnumWords<ModelType>.Find(type), task is null ? null : EnumWords<ModelTask>.Find(task), fits,
                Installed: installed ?? true, NotInstalled: all || installed is false, WantsFit: all || (fits ?? installed) is not null);
    }

    public bool Wants(ModelType type, CatalogEntry? entry) =>
        (Type is null || Type == type) && (Task is not { } task || entry?.Quality.ContainsKey(task) is true);
}
