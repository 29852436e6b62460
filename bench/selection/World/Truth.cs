using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.SelectionBench.World;

/// <summary>
/// What is true of the models and what the service can only guess: how good each answer would be, and how long. The catalog's qualities are right on average and
/// off for each model and task; how much harder a hard request is differs from one world to the next; each pair of request and model has its own luck.
/// </summary>
internal sealed class Truth
{
    private const double OffModel = 0.25;
    private const double OffTask = 0.35;
    private const double Luck = 0.3;

    /// <summary>Asked the same again, a model has much the same luck again.</summary>
    private const double LuckKept = 0.8;
    private const double ThinkingFactor = 3;

    private readonly double[,] _qualities;
    private readonly int[,] _answerTokens;

    public Truth(IReadOnlyList<ModelDefinition> models, IEnumerable<Turn> turns, Chance chance)
    {
        var all = turns.OrderBy(turn => turn.Index).ToList();
        (_qualities, _answerTokens) = (new double[all.Count, models.Count], new int[all.Count, models.Count]);
        var spread = chance.Between(0.7, 1.5);
        for (var m = 0; m < models.Count; m++)
        {
            var model = models[m];
            var offModel = chance.Normal(OffModel);
            var abilities = Enum.GetValues<ModelTask>()
                .Select(task => LogOdds(ExpectedQuality.Prior(model.Entry, model.Kind, model.Parameters!.Value, task)) + offModel + chance.Normal(OffTask)).ToArray();
            var wordiness = chance.Factor(0.15) * (model.Entry!.Capabilities.Contains("reasoning") ? ThinkingFactor * chance.Factor(0.2) : 1);
            var luck = 0.0;
            foreach (var turn in all)
            {
                luck = turn.ComplainsBelow > 0 ? (LuckKept * luck) + (Math.Sqrt(1 - (LuckKept * LuckKept)) * chance.Normal(Luck)) : chance.Normal(Luck);
                _qualities[turn.Index, m] = 10 / (1 + Math.Exp(-(abilities[(int)turn.Task] - (spread * turn.Hardness) + luck)));
                _answerTokens[turn.Index, m] = Math.Max(4, (int)(turn.AnswerTokens * wordiness * chance.Factor(0.15)));
            }
        }
    }

    /// <summary>Of the whole answer, 0 to 10.</summary>
    public double Quality(int turn, int model) => _qualities[turn, model];

    /// <summary>Were there room for all of it.</summary>
    public int AnswerTokens(int turn, int model) => _answerTokens[turn, model];

    private static double LogOdds(double quality)
    {
        var share = Math.Clamp(quality / 10, 0.01, 0.98);
        return Math.Log(share / (1 - share));
    }
}
