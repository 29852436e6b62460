using MultiLLM.Contracts.Runner;
using MultiLLM.Runner.Grammar;
using MultiLLM.Runner.Sampling;
using MultiLLM.Runner.Templates;

namespace MultiLLM.Runner.Inference;

/// <summary>Makes a request ready for the decode loop: template, tokens, limits, sampler, grammar. Any thread.</summary>
internal sealed class SequenceFactory(Vocabulary vocabulary, ChatTemplate template, ModelPlan plan, SamplerScratch scratch, TimeProvider time)
{
    /// <exception cref="RunnerFailure">The request cannot be served; nothing was started.</exception>
    public GenerationSequence Create(ulong id, Generate order)
    {
        var arrived = time.GetTimestamp();
        var settings = Settings(order);
        var grammar = Constraint(order.Constraint); // before tokenising: the cheaper refusal first
        try
        {
            var prompt = Tokenize(order);
            if (prompt.Length >= plan.ContextLength)
                throw RunnerFailure.PromptTooLong(prompt.Length, plan.ContextLength);
            var sampler = new TokenSampler(settings, scratch);
            sampler.Prime(prompt);
            var isChat = order.PromptCase == Generate.PromptOneofCase.Chat;
            var limits = new AnswerLimits
            {
                MaxTokens = order.MaxTokens == 0 ? int.MaxValue : (int)Math.Min(order.MaxTokens, int.MaxValue),
                Stop = [.. order.Stop, .. isChat ? template.StopStrings : []],
                IgnoreEos = order.IgnoreEos,
                LogProbs = order.Logprobs,
                TopLogProbs = (int)order.TopLogprobs,
            };
            var answer = new AnswerBuilder(vocabulary, sampler, limits, time) { Grammar = grammar };
            return new GenerationSequence(id, prompt, answer, !order.NoPromptCache) { ArrivedAt = arrived };
        }
        catch
        {
            grammar?.Dispose();
            throw;
        }
    }

    public int[] TokenizeChat(ChatPrompt chat)
    {
        IReadOnlyList<PromptSegment> segments;
        try
        {
            segments = template.Render(chat);
        }
        catch (TemplateException e)
        {
            throw new RunnerFailure(FailureCode.TemplateFailed, e.Message, "messages");
        }
        var tokens = new List<int>();
        var addSpecial = !template.StartsWithBos(segments); // the model's BOS, once, before the first piece
        foreach (var segment in segments)
        {
            tokens.AddRange(vocabulary.Tokenize(segment.Text, addSpecial, segment.ParseSpecial));
            addSpecial = false;
        }
        return [.. tokens];
    }

    private SamplerSettings Settings(Generate order)
    {
        if (SamplerSettings.TryCreate(order.Sampling, vocabulary.Size, out var settings) is { } fault)
            throw new RunnerFailure(FailureCode.InvalidRequest, fault.Message, fault.Param);
        if (!order.IgnoreEos)
            return settings;
        var bias = new Dictionary<int, float>(settings.LogitBias);
        foreach (var token in vocabulary.EndTokens)
            bias[token] = -100;
        return settings with { LogitBias = bias };
    }

    private int[] Tokenize(Generate order) => order.PromptCase switch
    {
        Generate.PromptOneofCase.Chat => TokenizeChat(order.Chat),
        Generate.PromptOneofCase.Text => NotEmpty(vocabulary.Tokenize(order.Text, addSpecial: true, parseSpecial: false)),
        Generate.PromptOneofCase.Tokens => Checked(order.Tokens),
        _ => throw new RunnerFailure(FailureCode.InvalidRequest, "The request has no prompt.", "prompt"),
    };

    private int[] Checked(TokenPrompt prompt)
    {
        for (var i = 0; i < prompt.Ids.Count; i++)
        {
            if ((uint)prompt.Ids[i] >= (uint)vocabulary.Size)
            {
                throw new RunnerFailure(
                    FailureCode.InvalidRequest, $"Token {prompt.Ids[i]} is not in the vocabulary of {vocabulary.Size}.", $"prompt[{i}]");
            }
        }
        return NotEmpty([.. prompt.Ids]);
    }

    private static int[] NotEmpty(int[] tokens) =>
        tokens.Length > 0 ? tokens : throw new RunnerFailure(FailureCode.InvalidRequest, "The prompt has no tokens.", "prompt");

    private GrammarConstraint? Constraint(Constraint? constraint)
    {
        switch (constraint?.KindCase)
        {
            case Contracts.Runner.Constraint.KindOneofCase.Gbnf:
                return GrammarConstraint.Parse(vocabulary, constraint.Gbnf, "grammar");
            case Contracts.Runner.Constraint.KindOneofCase.JsonObject:
                return GrammarConstraint.Parse(vocabulary, JsonObjectGrammar.Text, "response_format");
            case Contracts.Runner.Constraint.KindOneofCase.JsonSchema:
                try
                {
                    return GrammarConstraint.Parse(vocabulary, JsonSchemaGrammar.Convert(constraint.JsonSchema), "response_format");
                }
                catch (UnsupportedSchemaException e)
                {
                    throw new RunnerFailure(FailureCode.UnsupportedSchema, e.Message, "response_format");
                }
            default:
                return null;
        }
    }
}
