using System.Text.Json;
using Microsoft.Extensions.AI;
using MultiLLM.Contracts.Runner;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Runners;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace MultiLLM.Tests.Runners;

public sealed class GenerateMapperTests
{
    private static readonly ModelDefinition Model = new() { Id = "m", Name = "m", Kind = ModelKind.Chat, Path = "/m" };

    [Fact]
    public void Map_NothingAsked_LeavesEverythingToTheRunner()
    {
        var generate = Map(null);

        Assert.Equal(new Sampling(), generate.Sampling);
        Assert.Null(generate.Constraint);
        Assert.Equal((0u, 0, false), (generate.MaxTokens, generate.Stop.Count, generate.Logprobs));
    }

    [Fact]
    public void Map_EverySetting_ArrivesAsAsked()
    {
        var generate = Map(new GenerationOptions
        {
            Temperature = 0, TopP = 0.5f, TopK = 7, MinP = 0.1f, TypicalP = 0.9f, RepeatPenalty = 1.1f, RepeatLastN = -1, PresencePenalty = 1,
            FrequencyPenalty = -1, Seed = -5, LogitBias = new Dictionary<int, float> { [3] = -100 }, MaxOutputTokens = 9, StopSequences = ["a", "b"],
            LogProbs = true, TopLogProbs = 4, IgnoreEos = true, Grammar = "root ::= \"x\"",
        });

        Assert.Equal(
            new Sampling
            {
                Temperature = 0, TopP = 0.5f, TopK = 7, MinP = 0.1f, TypicalP = 0.9f, RepeatPenalty = 1.1f, RepeatLastN = -1, PresencePenalty = 1,
                FrequencyPenalty = -1, Seed = unchecked((ulong)-5L), LogitBias = { [3] = -100 },
            },
            generate.Sampling);
        Assert.Equal((9u, true, 4u, true), (generate.MaxTokens, generate.Logprobs, generate.TopLogprobs, generate.IgnoreEos));
        Assert.Equal(["a", "b"], generate.Stop);
        Assert.Equal("root ::= \"x\"", generate.Constraint.Gbnf);
    }

    [Fact]
    public void Map_ModelDefaults_FillOnlyWhatTheRequestLeavesOpen()
    {
        var model = Model with { Sampling = new SamplingDefaults(Temperature: 0.3f, TopK: 20) };

        var sampling = GenerateMapper.Map([new(ChatRole.User, "x")], new ChatOptions { Temperature = 1 }, model).Sampling;

        Assert.Equal(new Sampling { Temperature = 1, TopK = 20 }, sampling);
    }

    [Fact]
    public void Map_Conversation_InstructionsFirstThenTheTurns()
    {
        var generate = GenerateMapper.Map(
            [new(ChatRole.User, "hi") { AuthorName = "ann" }, new(ChatRole.Assistant, "hello"), new(ChatRole.User, "bye")],
            new ChatOptions { Instructions = "be brief" }, Model);

        Assert.Equal(
            [("system", "be brief", ""), ("user", "hi", "ann"), ("assistant", "hello", ""), ("user", "bye", "")],
            generate.Chat.Messages.Select(m => (m.Role, m.Content, m.Name)));
        Assert.False(generate.Chat.ContinueFinalMessage);
    }

    [Fact]
    public void Map_LastTurnIsTheAssistants_IsContinued() =>
        Assert.True(GenerateMapper.Map([new(ChatRole.User, "count"), new(ChatRole.Assistant, "1, 2,")], null, Model).Chat.ContinueFinalMessage);

    [Fact]
    public void Map_JsonFormats_BecomeConstraints()
    {
        using var schema = JsonDocument.Parse("""{ "type": "object" }""");

        Assert.True(Map(new ChatOptions { ResponseFormat = ChatResponseFormat.Json }).Constraint.JsonObject);
        Assert.Equal(
            """{ "type": "object" }""",
            Map(new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement) }).Constraint.JsonSchema);
        Assert.Null(Map(new ChatOptions { ResponseFormat = ChatResponseFormat.Text }).Constraint);
    }

    [Fact]
    public void Map_RawPrompts_TakeThePlaceOfTheMessages()
    {
        Assert.Equal("raw", Map(new GenerationOptions { Prompt = new RawPrompt("raw", null) }).Text);
        Assert.Equal([1, 2], Map(new GenerationOptions { Prompt = new RawPrompt(null, [1, 2]) }).Tokens.Ids);
    }

    [Fact]
    public void Map_ToolTurns_KeepCallsAndResults()
    {
        var generate = GenerateMapper.Map(
            [
                new(ChatRole.User, "weather?"),
                new(ChatRole.Assistant, [new FunctionCallContent("id1", "weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]),
                new(ChatRole.Tool, [new FunctionResultContent("id1", "rain")]),
            ],
            null, Model);

        Assert.Equal(
            """[{"id":"id1","type":"function","function":{"name":"weather","arguments":{"city":"Oslo"}}}]""", generate.Chat.Messages[1].ToolCallsJson);
        Assert.Equal(("tool", "id1", "rain"), (generate.Chat.Messages[2].Role, generate.Chat.Messages[2].ToolCallId, generate.Chat.Messages[2].Content));
    }

    [Fact]
    public void Map_WhatCannotBeServed_IsRefusedNamingTheField()
    {
        AssertRefused("messages", () => GenerateMapper.Map([], null, Model));
        AssertRefused("messages[1].content", () => GenerateMapper.Map(
            [new(ChatRole.User, "look"), new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])], null, Model));
        AssertRefused("grammar", () => Map(new GenerationOptions { Grammar = "x", ResponseFormat = ChatResponseFormat.Json }));
    }

    private static Generate Map(ChatOptions? options) => GenerateMapper.Map([new ChatMessage(ChatRole.User, "x")], options, Model);

    private static void AssertRefused(string param, Action map)
    {
        var error = Assert.Throws<MultiLLMException>(map).Error;
        Assert.Equal((ErrorCode.InvalidRequest, param), (error.Code, error.Param));
    }
}
