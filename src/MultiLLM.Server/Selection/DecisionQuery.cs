using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Selection.Decisions;
using MultiLLM.Server.Answers;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Selection;

/// <summary>Which decisions <c>GET /selection/decisions</c> is asked for.</summary>
internal static class DecisionQuery
{
    public const int MostDecisions = 200;
    private const int UsualLimit = 50;
    private const int LongestId = 128;

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
