using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>Which decisions <c>GET /selection/decisions</c> is asked for.</summary>
internal static class DecisionQuery
{
    public const int MostDecisions = 200;
    private const int UsualLimit = 50;
    private const int LongestId = 128;

    public static readonly IReadOnlyDictionary<string, QueryField> Described = new Dictionary<string, QueryField>
    {
        ["model"] = QueryField.Text("Only those where this model answered, id or alias.", ModelNames.MaxLength),
        ["task"] = QueryField.OneOf("Only requests read as this task.", EnumWords<ModelTask>.All),
        ["conversation"] = QueryField.Text("Only those of this conversation.", LongestId),
        ["automatic"] = QueryField.Flag("true: only automatic choices; false: only named models."),
        ["fell_back"] = QueryField.Flag("true: only where another model had failed before; false: only where none had."),
        ["before"] = QueryField.Time("Only those made before this time, ISO 8601."),
        ["limit"] = QueryField.Integer("How many.", 1, MostDecisions, UsualLimit),
    };

    public static Result<DecisionFilter> Read(IQueryCollection query)
    {
        var problem = new RequestProblem();
        var fields = new QueryFields(query, problem);
        var filter = new DecisionFilter
        {
            ModelId = fields.Text("model", ModelNames.MaxLength),
            Task = fields.Choice("task", EnumWords<ModelTask>.All) is { } task ? EnumWords<ModelTask>.Find(task) : null,
            ConversationId = fields.Text("conversation", LongestId),
            Automatic = fields.Flag("automatic"),
            FellBack = fields.Flag("fell_back"),
            Before = fields.Time("before"),
            Limit = fields.Integer("limit", 1, MostDecisions) ?? UsualLimit,
        };
        return problem.Error is { } error ? error : filter;
    }
}
