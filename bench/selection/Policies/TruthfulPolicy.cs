using System.Collections.Frozen;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Rates;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.SelectionBench.Machinery;
using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Policies;

/// <summary>The product's ranker, told what is true: how good and how long each answer would be, and how fast each model is. It looks one request ahead.</summary>
internal sealed class TruthfulPolicy(Scenario scenario, Service service) : IPolicy
{
    private const int ProductsThinkingFactor = 3;

    public int Choose(Question question)
    {
        var turn = question.Turn;
        var reading = new TaskReading { Task = turn.Task, Confidence = 1, IsSure = true, Chances = [], Difficulty = Difficulty.Medium, HighChance = 0 };
        var features = service.Read(question) with { Reading = reading, PromptTokens = turn.PromptTokens, AnswerTokens = turn.AnswerTokens };
        var truth = new TrueRates(scenario, turn);
        var models = scenario.Models.Index().Select(model => model.Item with { Entry = model.Item.Entry! with { Quality = QualityOf(turn, model.Index) } });
        var inputs = service.View.Take(new CatalogSnapshot([.. models], []), Caller.Library) with { Rates = truth };
        return service.Goes(ModelRanker.Rank(features, inputs)[0].Model.Id);
    }

    public void Answered(Answer answer) => service.Answered(answer);

    private Dictionary<ModelTask, QualityScore> QualityOf(Turn turn, int model) => new() { [turn.Task] = new QualityScore(scenario.Truth.Quality(turn.Index, model), "true") };

    private sealed class TrueRates(Scenario scenario, Turn turn) : IModelRates
    {
        private readonly FrozenDictionary<string, int> _indexes = scenario.Models.Index().ToFrozenDictionary(model => model.Item.Id, model => model.Index);

        public ModelRates Of(ModelDefinition model)
        {
            var (index, machine) = (_indexes[model.Id], scenario.Machine);
            // The ranker knows one length for all models; this model's own goes into its speed.
            var expected = turn.AnswerTokens * (model.Entry!.Capabilities.Contains("reasoning") ? ProductsThinkingFactor : 1);
            var longer = scenario.Truth.AnswerTokens(turn.Index, index) / (double)expected;
            var speed = scenario.Speeds[index];
            return new ModelRates(machine.PromptTokensPerSecond(model) * speed, machine.DecodeTokensPerSecond(model) * speed / longer, machine.LoadSeconds(model), IsMeasured: true);
        }

        public void Answered(ModelDefinition model, GenerationFinished finished) => throw new NotSupportedException("there is nothing left to learn");
    }
}
