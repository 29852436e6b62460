using MultiLLM.Core.Comparisons.Measures;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Comparisons;

/// <summary>Every input can be wrong: the error names the field and the limit, and nothing is begun.</summary>
public sealed class ComparisonRequestTests
{
    private const string Two = "\"models\":[\"tiny-chat\",\"tiny-code\"]";

    [Theory]
    [InlineData("{}", "models", "is required")]
    [InlineData("""{"models":["tiny-chat"],"prompts":["x"]}""", "models", "from 2 to 8")]
    [InlineData("""{"models":["a","b","c","d","e","f","g","h","i"],"prompts":["x"]}""", "models", "from 2 to 8")]
    [InlineData("""{"models":["tiny-chat",7],"prompts":["x"]}""", "models[1]", "must be a string")]
    [InlineData("""{"models":["tiny-chat","small"],"prompts":["x"]}""", "models[1]", "listed already")]
    [InlineData("""{"models":["tiny-chat","nobody"],"prompts":["x"]}""", "models[1]", "no model")]
    [InlineData("""{"models":["tiny-chat","tiny-embed"],"prompts":["x"]}""", "models[1]", "writes no text")]
    [InlineData("{" + Two + "}", "prompts", "is required")]
    [InlineData("{" + Two + ""","prompts":[]}""", "prompts", "from 1 to 100")]
    [InlineData("{" + Two + ""","prompts":["x"," "]}""", "prompts[1]", "blank")]
    [InlineData("{" + Two + ""","prompts":["x",7]}""", "prompts[1]", "must be an object")]
    [InlineData("{" + Two + ""","prompts":[{"reference":"y"}]}""", "prompts[0].text", "is required")]
    [InlineData("{" + Two + ""","prompts":[{"text":"x","txt":"y"}]}""", "prompts[0].txt", "is not known")]
    [InlineData("{" + Two + ""","prompts":[{"text":"x","task":"luck"}]}""", "prompts[0].task", "summarization")]
    [InlineData("{" + Two + ""","prompts":["x"],"check":"taste"}""", "check", "rouge_l")]
    [InlineData("{" + Two + ""","prompts":["x"],"check":"exact"}""", "check", "needs a prompt with a reference")]
    [InlineData("{" + Two + ""","prompts":[{"text":"x","reference":"("}],"check":"regex"}""", "prompts[0].reference", "regular expression")]
    [InlineData("{" + Two + ""","prompts":["x"],"max_tokens":0}""", "max_tokens", "from 1 to 8192")]
    [InlineData("{" + Two + ""","prompts":["x"],"temperature":"hot"}""", "temperature", "from 0 to 2")]
    [InlineData("{" + Two + ""","prompts":["x"],"blind":"yes"}""", "blind", "true or false")]
    public async Task Start_WrongField_IsNamedWithItsLimit(string body, string field, string words)
    {
        await using var service = await TestService.StartAsync();

        var (status, reply) = await service.PostJsonAsync("/analytics/comparisons", body);

        var error = reply.GetProperty("error");
        Assert.InRange(status, 400, 404);
        Assert.Equal(field, error.GetProperty("param").GetString());
        Assert.Contains(words, error.GetProperty("message").GetString());
        Assert.Empty(service.Parts.Comparisons.Started);
    }

    [Fact]
    public async Task Start_TooManyTokensTogether_IsRefused()
    {
        await using var service = await TestService.StartAsync();
        var prompts = string.Join(',', Enumerable.Repeat("\"x\"", 100));

        var (status, reply) = await service.PostJsonAsync("/analytics/comparisons", $$"""{{{Two}},"prompts":[{{prompts}}],"max_tokens":8192}""");

        Assert.Equal(400, status);
        Assert.Contains("at most 1000000; this is 1638400", reply.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Start_AllFields_AreUnderstood()
    {
        await using var service = await TestService.StartAsync();

        var (status, _) = await service.PostJsonAsync("/analytics/comparisons", $$"""
            {{{Two}},"prompts":["one",{"text":"two","reference":"2","task":"math"}],"system_prompt":"Be short.","temperature":0,"seed":7,"max_tokens":20,
             "stop":["END"],"blind":true}
            """);

        Assert.Equal(200, status);
        var order = Assert.Single(service.Parts.Comparisons.Started).Order;
        Assert.Equal(["tiny-chat", "tiny-code"], order.Models.Select(model => model.Model.Id));
        Assert.Equal([("one", null), ("two", "2")], order.Prompts.Select(prompt => (prompt.Text, prompt.Reference)));
        Assert.Equal((AnswerCheck.TokenF1, true, "Be short."), (order.Check!.Value, order.Blind, order.System));
        Assert.Equal((0f, 7L, 20), (order.Options.Temperature!.Value, order.Options.Seed!.Value, order.Options.MaxOutputTokens!.Value));
    }

    [Theory]
    [InlineData("votes", """{"prompt":0}""", "winner", "is required")]
    [InlineData("votes", """{"winner":"A"}""", "prompt", "is required")]
    [InlineData("votes", """{"prompt":3,"winner":"A"}""", "prompt", "from 0 to 0")]
    [InlineData("votes", """{"prompt":0,"winner":"C"}""", "winner", "\"A\" to \"B\", \"tie\" or \"skip\"")]
    [InlineData("votes", """{"prompt":0,"winner":"A","between":["A"]}""", "between", "from 2 to 8")]
    [InlineData("votes", """{"prompt":0,"winner":"A","between":["A","A"]}""", "between", "twice")]
    [InlineData("ratings", """{"prompt":0,"answer":"A"}""", "rating", "is required")]
    [InlineData("ratings", """{"prompt":0,"answer":"A","rating":11}""", "rating", "from 0 to 10")]
    [InlineData("ratings", """{"prompt":0,"answer":"Z","rating":1}""", "answer", "\"A\" to \"B\"")]
    public async Task Vote_WrongField_IsNamedWithItsLimit(string what, string body, string field, string words)
    {
        await using var service = await TestService.StartAsync();
        await service.PostJsonAsync("/analytics/comparisons", "{" + Two + ""","prompts":["x"]}""");

        var (status, reply) = await service.PostJsonAsync($"/analytics/comparisons/cmp-1/{what}", body);

        var error = reply.GetProperty("error");
        Assert.Equal((400, field), (status, error.GetProperty("param").GetString()));
        Assert.Contains(words, error.GetProperty("message").GetString());
    }

    [Theory]
    [InlineData("/analytics/comparisons/none", 404)]
    [InlineData("/analytics/comparisons/none?follow=maybe", 400)]
    [InlineData("/analytics/elo?task=luck", 400)]
    public async Task Get_WrongQueryOrUnknown_IsRefused(string path, int status)
    {
        await using var service = await TestService.StartAsync();

        Assert.Equal(status, (await service.GetJsonAsync(path)).Status);
    }
}
